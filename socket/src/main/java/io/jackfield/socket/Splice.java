package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.FileCalls;
import java.io.IOException;

/**
 * Moves bytes inside the kernel from one descriptor to another of which at least one is a pipe's:
 * {@code splice(2)}.
 */
final class Splice {
  /** The most one call is asked for; a pipe holds far less. */
  private static final int MOST = 1 << 30;

  private Splice() {}

  /**
   * Moves once, perhaps less than {@code count}; waits within the time-out of {@code caller}, which
   * is one of the two.
   *
   * @return how many bytes; -1 at the source's end; 0 for a count of 0, or where the call must not
   *     wait and would have to
   */
  static long move(WaitingChannel caller, WaitingChannel from, WaitingChannel to, long count)
      throws IOException {
    if (count < 0) {
      throw new IllegalArgumentException("negative count: " + count);
    }
    if (count == 0) {
      return 0;
    }
    WaitingChannel other = caller.equals(from) ? to : from;
    long deadline = caller.enterToWait(false);
    try {
      other.enter();
      try {
        return moveInside(caller, from, to, (int) Math.min(count, MOST), deadline);
      } finally {
        other.descriptor.leave();
      }
    } finally {
      caller.descriptor.leave();
    }
  }

  private static long moveInside(
      WaitingChannel caller, WaitingChannel from, WaitingChannel to, int count, long deadline)
      throws IOException {
    long started = SocketObservers.begin();
    int moved;
    do {
      moved = FileCalls.splice(from.descriptor.number(), to.descriptor.number(), count);
    } while (again(from, to, moved, deadline));
    if (moved == -Abi.EAGAIN) {
      return 0;
    }
    caller.check("splice", moved);
    from.done(started, Kind.READ, "splice", moved);
    to.done(started, Kind.WRITTEN, "splice", moved);
    return moved == 0 ? -1 : moved;
  }

  /** The kernel does not say which of the two it would have to wait for: so they are asked. */
  private static boolean again(WaitingChannel from, WaitingChannel to, int moved, long deadline)
      throws IOException {
    boolean sourceReady =
        moved == -Abi.EAGAIN && DescriptorCalls.poll(from.descriptor.number(), Abi.READABLE) != 0;
    return sourceReady
        ? to.again("splice", moved, Abi.WRITABLE, deadline)
        : from.again("splice", moved, Abi.READABLE, deadline);
  }
}
