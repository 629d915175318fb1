package io.jackfield.testkit;

import java.nio.ByteBuffer;

/**
 * What one end of a connection has sent or is to send, by sequence number: bytes from {@code
 * acknowledged} on are kept until the peer has them, and after the last byte comes the end.
 */
final class SendSide {
  static final int SEGMENT_BYTES = 16_384;

  private final ByteQueue bytes = new ByteQueue();

  /** The first number that the peer is not known to have. */
  long acknowledged;

  /** The number to be sent next: between {@code acknowledged} and the end. */
  long next;

  /** The peer has room for numbers below this one. */
  long limit;

  boolean ended;
  boolean endAcknowledged;

  /** Bytes that wait in here. */
  int waiting() {
    return bytes.size();
  }

  void add(ByteBuffer source, int count) {
    bytes.add(source, count);
  }

  /** Where the bytes end, and the end itself is. */
  private long end() {
    return acknowledged + bytes.size();
  }

  /** How many bytes of the next segment; 0 if none may go now. */
  int nextLength() {
    return (int) Math.max(0, Math.min(SEGMENT_BYTES, Math.min(end(), limit) - next));
  }

  byte[] nextBytes(int length) {
    return bytes.copy((int) (next - acknowledged), length);
  }

  /** Whether the end is to be sent next. */
  boolean endIsNext() {
    return ended && !endAcknowledged && next == end();
  }

  /** Whether something was sent that the peer is not known to have. */
  boolean isOutstanding() {
    return next > acknowledged && !endAcknowledged;
  }

  /** Whether bytes wait for the peer to have room. */
  boolean isBlocked() {
    return !bytes.isEmpty() && !isOutstanding();
  }

  /** The peer expects this number next; returns whether that is news. */
  boolean acknowledge(long number) {
    if (number <= acknowledged || endAcknowledged) {
      return false;
    }
    boolean all = number > end();
    bytes.discard((int) (Math.min(number, end()) - acknowledged));
    acknowledged = number;
    endAcknowledged = all;
    next = Math.max(next, acknowledged);
    return true;
  }

  /** Sends again from what the peer is known to have. */
  void goBack() {
    next = acknowledged;
  }

  void forget() {
    bytes.clear();
    next = acknowledged;
  }
}
