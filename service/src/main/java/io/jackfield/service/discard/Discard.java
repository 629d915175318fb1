package io.jackfield.service.discard;

import io.jackfield.server.Exchange;
import java.nio.ByteBuffer;

/** Throws away what it receives, until the client closes. Source: RFC 863. */
public final class Discard implements Exchange {
  @Override
  public Next received(ByteBuffer chunk, Answer answer) {
    return Next.MORE;
  }
}
