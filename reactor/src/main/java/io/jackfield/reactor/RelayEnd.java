package io.jackfield.reactor;

import java.nio.ByteBuffer;

/** One end of a relay: what arrives goes to the other, by copying where it comes by here. */
final class RelayEnd implements Protocol {
  private final Relay relay;
  private final Transport from;
  private final Transport to;

  /** Whether bytes that are lent by the one can be lent to the other. */
  private final boolean lends;

  private long passed;
  private boolean ended;

  RelayEnd(Relay relay, Transport from, Transport to) {
    this.relay = relay;
    this.from = from;
    this.to = to;
    lends = from instanceof StreamTransport && to instanceof StreamTransport;
  }

  /** So many bytes more were taken from here. */
  void passed(int bytes) {
    passed += bytes;
  }

  long passed() {
    return passed;
  }

  /** Whether the peer has said all that it had to say. */
  boolean hasEnded() {
    return ended;
  }

  /** Begins to receive, no faster than the other end takes it. */
  void begin() {
    if (to.isWritePaused()) {
      from.pauseReading();
    } else {
      from.resumeReading();
    }
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    passed += data.remaining();
    if (lends) {
      to.writeLent(data);
    } else {
      to.write(data);
    }
  }

  @Override
  public boolean endReceived() {
    ended = true;
    to.endOutput();
    return true;
  }

  @Override
  public void writePaused() {
    to.pauseReading();
  }

  @Override
  public void writeResumed() {
    to.resumeReading();
  }

  @Override
  public void connectionLost(LossReason reason) {
    relay.lost(this, reason);
  }
}
