package io.jackfield.service.ping;

import java.nio.ByteBuffer;

/**
 * The checksum of the Internet's protocols: the ones' complement of the ones' complement sum of all
 * 16-bit words. Source: RFC 1071.
 */
final class InternetChecksum {
  private InternetChecksum() {}

  /**
   * Of the bytes from position to limit; an odd last one counts as though a zero followed. Over
   * bytes that contain their own checksum it is 0.
   */
  static int of(ByteBuffer bytes) {
    long sum = 0;
    int at = bytes.position();
    for (; at + 1 < bytes.limit(); at += 2) {
      sum += ((bytes.get(at) & 0xff) << 8) | (bytes.get(at + 1) & 0xff);
    }
    if (at < bytes.limit()) {
      sum += (bytes.get(at) & 0xff) << 8;
    }
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >>> 16);
    }
    return (int) ~sum & 0xffff;
  }
}
