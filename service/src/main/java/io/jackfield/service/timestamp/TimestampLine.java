package io.jackfield.service.timestamp;

import io.jackfield.server.LineTooLongException;
import io.jackfield.server.StreamRequestHandler;
import io.jackfield.service.text.Lines;
import java.io.IOException;
import java.time.Clock;

/** One line is answered {@code [ctime] line}, with the end it came with; then it closes. */
public final class TimestampLine extends StreamRequestHandler {
  private final Clock clock;

  /** Answers with the time of {@code clock}. */
  public TimestampLine(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void handle() throws IOException {
    try {
      byte[] line = in().readLine(Lines.LIMIT_BYTES);
      if (line != null) {
        out().write(Ctime.prefix(clock));
        out().write(line);
      }
    } catch (LineTooLongException e) {
      Lines.refuse(out(), e);
    }
  }
}
