package io.jackfield.service.echo;

import io.jackfield.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends back what it receives until the client closes. Source: RFC 862. */
public final class Echo implements Exchange {
  @Override
  public Next received(ByteBuffer chunk, Answer answer) throws IOException {
    answer.write(chunk);
    return Next.MORE;
  }
}
