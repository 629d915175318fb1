package io.jackfield.service.greeting;

import io.jackfield.server.DatagramRequestHandler;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Each datagram {@code NAME} is answered {@code Hello, NAME!}. */
public final class UdpGreeting extends DatagramRequestHandler {
  @Override
  protected void handle() throws IOException {
    ByteBuffer name = Lines.withoutEnd(ByteBuffer.wrap(data()));
    Hello.write(
        bytes ->
            out().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()),
        name);
  }
}
