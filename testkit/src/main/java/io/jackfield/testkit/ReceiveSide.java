package io.jackfield.testkit;

import java.nio.ByteBuffer;

/** What has arrived at one end of a connection and was not read, by sequence number. */
final class ReceiveSide {
  private final ByteQueue arrived = new ByteQueue();

  /** How many bytes may wait here. */
  int limitBytes;

  /** The number expected from the peer next. */
  private long expected;

  /** The number that the last window told reaches to. */
  private long toldLimit;

  /** Whether the peer's end has arrived. */
  private boolean ended;

  ReceiveSide(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  int waiting() {
    return arrived.size();
  }

  long expected() {
    return expected;
  }

  boolean hasEnded() {
    return ended;
  }

  int window() {
    return Math.max(0, limitBytes - arrived.size());
  }

  /** The window is told to the peer. */
  int tellWindow() {
    int window = window();
    toldLimit = expected + window;
    return window;
  }

  /** Whether so much more room has come about that the peer should know. */
  boolean hasNewRoom() {
    return expected + window() - toldLimit >= limitBytes / 2;
  }

  /** Whether it brings bytes that have not arrived. */
  boolean isNew(Packet.Segment segment) {
    return segment.sequence() + segment.data().remaining() > expected;
  }

  /** Takes what comes next of it; returns whether it brought anything. */
  boolean take(Packet.Segment segment) {
    if (ended || segment.sequence() > expected) {
      return false; // What is missing before it will be sent again, and it too.
    }
    ByteBuffer data = segment.data().duplicate();
    long known = expected - segment.sequence();
    if (known < data.remaining()) {
      data.position((int) known);
      int count = Math.min(data.remaining(), window());
      arrived.add(data, count);
      expected += count;
      return count > 0;
    }
    if (segment.end() && known == 0) {
      ended = true;
      expected++;
      return true;
    }
    return false;
  }

  void read(ByteBuffer into, int count) {
    into.put(arrived.copy(0, count));
    arrived.discard(count);
  }
}
