package io.jackfield.conformance.reactor.faults;

import java.nio.ByteBuffer;

/** What an end sends: first its number, then bytes that follow from that and from their place. */
final class Content {
  static final int HEADER_BYTES = 4;

  private Content() {}

  static byte at(int serial, long index) {
    if (index < HEADER_BYTES) {
      return (byte) (serial >>> (8 * (int) index));
    }
    int mixed = serial * 0x9E37_79B9 + (int) index * 0x85EB_CA6B;
    mixed = (mixed ^ (mixed >>> 15)) * 0x2C1B_3C6D;
    return (byte) (mixed >>> 24);
  }

  static ByteBuffer bytes(int serial, long from, int count) {
    byte[] made = new byte[count];
    for (int i = 0; i < count; i++) {
      made[i] = at(serial, from + i);
    }
    return ByteBuffer.wrap(made);
  }
}
