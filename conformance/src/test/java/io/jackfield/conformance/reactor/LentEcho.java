package io.jackfield.conformance.reactor;

import java.nio.ByteBuffer;

/** Sends back what it is lent, however much of it has to wait. */
final class LentEcho extends Recorder {
  @Override
  public void dataReceived(ByteBuffer bytes) {
    super.dataReceived(bytes.duplicate());
    transport().writeLent(bytes);
  }
}
