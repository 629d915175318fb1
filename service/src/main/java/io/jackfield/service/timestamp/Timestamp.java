package io.jackfield.service.timestamp;

import io.jackfield.server.Exchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;

/** Each chunk is answered {@code [ctime] chunk}, every byte of it kept, until the client closes. */
public final class Timestamp implements Exchange {
  private final Clock clock;

  /** Answers with the time of {@code clock}. */
  public Timestamp(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Next received(ByteBuffer chunk, Answer answer) throws IOException {
    answer.write(Ctime.prefix(clock));
    answer.write(chunk);
    return Next.MORE;
  }
}
