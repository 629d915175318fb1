package io.jackfield.service.greeting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.server.StreamRequestHandler;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * {@code Welcome!}; each chunk {@code NAME} is answered {@code Hello, NAME!}; {@code exit} closes.
 */
public final class Greeting extends StreamRequestHandler {
  private static final byte[] WELCOME = "Welcome!".getBytes(US_ASCII);
  private static final ByteBuffer EXIT = ByteBuffer.wrap("exit".getBytes(US_ASCII));

  @Override
  protected void handle() throws IOException {
    out().write(WELCOME);
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      ByteBuffer name = Lines.withoutEnd(chunk);
      if (name.equals(EXIT)) {
        return;
      }
      Hello.write(out(), name);
    }
  }
}
