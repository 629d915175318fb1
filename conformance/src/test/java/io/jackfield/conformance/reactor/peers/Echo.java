package io.jackfield.conformance.reactor.peers;

import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;

/** Sends back what comes, no faster than it is taken; ends when the peer has ended. */
final class Echo extends Told {
  private Transport transport;

  /** The most that waited to be sent. The loop's; to be read after the loss. */
  long mostBuffered;

  @SuppressWarnings("NullAway.Init") // Made before anything else is told.
  Echo() {}

  @Override
  public void connectionMade(Transport its) {
    transport = its;
    super.connectionMade(its);
  }

  @Override
  public void dataReceived(ByteBuffer bytes) {
    transport.writeLent(bytes);
    mostBuffered = Math.max(mostBuffered, transport.bufferedBytes());
  }

  @Override
  public boolean endReceived() {
    boolean _ = super.endReceived();
    return false;
  }

  @Override
  public void writePaused() {
    super.writePaused();
    transport.pauseReading();
  }

  @Override
  public void writeResumed() {
    transport.resumeReading();
  }
}
