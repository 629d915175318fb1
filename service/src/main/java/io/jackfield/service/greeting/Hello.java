package io.jackfield.service.greeting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** {@code Hello, NAME!}, the name's bytes passed through as they are. */
final class Hello {
  private static final byte[] BEFORE = "Hello, ".getBytes(US_ASCII);
  private static final byte[] AFTER = "!".getBytes(US_ASCII);

  private Hello() {}

  static void write(Exchange.Answer answer, ByteBuffer name) throws IOException {
    for (ByteBuffer part : to(name)) {
      answer.write(part);
    }
  }

  /** The parts of {@code Hello, NAME!}. */
  static ByteBuffer[] to(ByteBuffer name) {
    return new ByteBuffer[] {ByteBuffer.wrap(BEFORE), name, ByteBuffer.wrap(AFTER)};
  }
}
