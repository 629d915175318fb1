package io.jackfield.service.greeting;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Each datagram {@code NAME} is answered {@code Hello, NAME!}. */
public final class UdpGreeting implements DatagramExchange {
  @Override
  public void received(DatagramRequest request) throws IOException {
    request.reply(Hello.to(Lines.withoutEnd(ByteBuffer.wrap(request.data()))));
  }
}
