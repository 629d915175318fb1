package io.jackfield.testkit;

import io.jackfield.reactor.driver.Outgoing;
import java.nio.ByteBuffer;

/**
 * What a pending send was asked to send, kept to see that its memory is left alone until it is
 * done: a driver that completes later would send what is there by then.
 */
final class LentBytes {
  private static final int CHECKED_BYTES = 65_536;

  private final ByteBuffer copy;

  private LentBytes(ByteBuffer copy) {
    this.copy = copy;
  }

  static LentBytes of(Outgoing outgoing) {
    ByteBuffer copy = ByteBuffer.allocate((int) Math.min(CHECKED_BYTES, outgoing.bytes()));
    for (int i = 0; copy.hasRemaining(); i++) {
      ByteBuffer piece = outgoing.view(i);
      piece.limit(piece.position() + Math.min(piece.remaining(), copy.remaining()));
      copy.put(piece);
    }
    return new LentBytes(copy.flip());
  }

  static LentBytes of(ByteBuffer message) {
    ByteBuffer copy = ByteBuffer.allocate(message.remaining());
    return new LentBytes(copy.put(message.duplicate()).flip());
  }

  void check(Outgoing outgoing) {
    ByteBuffer left = copy.duplicate();
    for (int i = 0; left.hasRemaining() && i < outgoing.pieces(); i++) {
      ByteBuffer piece = outgoing.view(i);
      int count = Math.min(piece.remaining(), left.remaining());
      require(piece.slice(piece.position(), count).equals(left.slice(left.position(), count)));
      left.position(left.position() + count);
    }
    require(!left.hasRemaining());
  }

  void check(ByteBuffer message) {
    require(message.equals(copy));
  }

  private static void require(boolean unchanged) {
    if (!unchanged) {
      throw new IllegalStateException(
          "memory given to a pending send was changed or given back before the send was done");
    }
  }
}
