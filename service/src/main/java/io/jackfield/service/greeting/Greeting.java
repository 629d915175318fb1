package io.jackfield.service.greeting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.server.Exchange;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * {@code Welcome!}; each chunk {@code NAME} is answered {@code Hello, NAME!}; {@code exit} closes.
 */
public final class Greeting implements Exchange {
  private static final byte[] WELCOME = "Welcome!".getBytes(US_ASCII);
  private static final ByteBuffer EXIT = ByteBuffer.wrap("exit".getBytes(US_ASCII));

  @Override
  public void begin(SocketAddress client, Answer answer) throws IOException {
    answer.write(WELCOME);
  }

  @Override
  public Next received(ByteBuffer chunk, Answer answer) throws IOException {
    ByteBuffer name = Lines.withoutEnd(chunk);
    if (name.equals(EXIT)) {
      return Next.DONE;
    }
    Hello.write(answer, name);
    return Next.MORE;
  }
}
