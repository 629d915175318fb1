package io.jackfield.conformance.reactor.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Much to be sent: numbered lines, so that what is lost or out of order shows. */
final class Bytes {
  static final String MEGABYTE =
      IntStream.range(0, 1 << 17).mapToObj("%07d\n"::formatted).collect(Collectors.joining());

  private Bytes() {}

  static byte[] megabyte() {
    return MEGABYTE.getBytes(ISO_8859_1);
  }
}
