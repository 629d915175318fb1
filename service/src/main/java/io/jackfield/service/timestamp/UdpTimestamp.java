package io.jackfield.service.timestamp;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;

/** Each datagram is answered {@code [ctime] datagram}. */
public final class UdpTimestamp implements DatagramExchange {
  private final Clock clock;

  /** Answers with the time of {@code clock}. */
  public UdpTimestamp(Clock clock) {
    this.clock = clock;
  }

  @Override
  public void received(DatagramRequest request) throws IOException {
    request.reply(ByteBuffer.wrap(Ctime.prefix(clock)), ByteBuffer.wrap(request.data()));
  }
}
