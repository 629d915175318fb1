package io.jackfield.service.gopher;

import io.jackfield.reactor.Producer;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;

/** Sends a menu, as much at a time as the client takes, and closes. The loop's. */
final class MenuSending implements Producer {
  private final Transport transport;
  private final ByteBuffer wire;

  MenuSending(Transport transport, byte[] wire) {
    this.transport = transport;
    this.wire = ByteBuffer.wrap(wire);
  }

  @Override
  public void request(long bytes) {
    if (!wire.hasRemaining()) {
      transport.close();
      return;
    }
    int count = (int) Math.min(bytes, wire.remaining());
    transport.write(wire.slice(wire.position(), count));
    wire.position(wire.position() + count);
  }
}
