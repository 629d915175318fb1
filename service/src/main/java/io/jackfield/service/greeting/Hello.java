package io.jackfield.service.greeting;

import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code Hello, NAME!}, the name's bytes passed through as they are. */
final class Hello {
  private static final byte[] BEFORE = "Hello, ".getBytes(StandardCharsets.US_ASCII);

  private Hello() {}

  static void write(OutputStream out, ByteBuffer name) throws IOException {
    out.write(BEFORE);
    Lines.write(out, name);
    out.write('!');
  }
}
