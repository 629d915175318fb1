package io.jackfield.service.timestamp;

import io.jackfield.server.DatagramRequestHandler;
import java.io.IOException;
import java.time.Clock;

/** Each datagram is answered {@code [ctime] datagram}. */
public final class UdpTimestamp extends DatagramRequestHandler {
  private final Clock clock;

  /** Answers with the time of {@code clock}. */
  public UdpTimestamp(Clock clock) {
    this.clock = clock;
  }

  @Override
  protected void handle() throws IOException {
    out().write(Ctime.prefix(clock));
    out().write(data());
  }
}
