package io.jackfield.service.timestamp;

import io.jackfield.service.text.OneLine;
import java.io.IOException;
import java.time.Clock;

/** One line is answered {@code [ctime] line}, with the end it came with; then it closes. */
public final class TimestampLine extends OneLine {
  private final Clock clock;

  /** Answers with the time of {@code clock}. */
  public TimestampLine(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void answer(byte[] line, Answer answer) throws IOException {
    answer.write(Ctime.prefix(clock));
    answer.write(line);
  }
}
