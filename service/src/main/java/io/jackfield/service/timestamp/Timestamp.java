package io.jackfield.service.timestamp;

import io.jackfield.server.StreamRequestHandler;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;

/** Each chunk is answered {@code [ctime] chunk}, every byte of it kept, until the client closes. */
public final class Timestamp extends StreamRequestHandler {
  private final Clock clock;

  /** Answers with the time of {@code clock}. */
  public Timestamp(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void handle() throws IOException {
    for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
      out().write(Ctime.prefix(clock));
      Lines.write(out(), chunk);
    }
  }
}
