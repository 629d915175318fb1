package io.jackfield.reactor.driver;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import io.jackfield.socket.linux.UringCompletions;

/**
 * What the completion taken last left behind of that which had come for a stream: a receive of the
 * ring ends where its buffer does, where its request's limit is reached, and after as much as the
 * buffer had room for when it was made.
 *
 * <p>The rest is in the next completion, or still in the socket, since nothing is received but
 * while the ring is entered.
 */
final class ReceiveRest {
  /** So much and no more is copied for what came at once to be told at once, in bytes. */
  static final int JOINED_BYTES = 16_384;

  private final UringCompletions completions;
  private final ReceiveRing received;
  private final ReadinessIo io;

  ReceiveRest(UringCompletions completions, ReceiveRing received, ReadinessIo io) {
    this.completions = completions;
    this.received = received;
    this.io = io;
  }

  /**
   * Whether more had come than the completion brings, so far as the kernel says. Of Unix sockets it
   * does not before Linux 6.17, which has limits for requests, but where a chunk ends there may be;
   * of MPTCP never.
   */
  boolean isCut(KernelHandle handle) {
    return completions.isMoreInSocket()
        || (!handle.receivesToLimit && received.endsChunk(completions));
  }

  /** Whether the next completion brings it, and with what is there it is not too much. */
  boolean isNext(KernelHandle handle, int there) {
    if (!isCut(handle) || !completions.isNextOf(completions.userData())) {
      return false;
    }
    int next = completions.nextResult();
    return next > 0 && there + next <= JOINED_BYTES;
  }

  /**
   * Receives it from the socket to behind what is there, if with that it is not too much.
   *
   * @return how much it is; 0 for nothing
   */
  int receive(KernelHandle handle, Chunk whole, int there) {
    if (there >= JOINED_BYTES || !isCut(handle) || mayBeReceived()) {
      return 0;
    }
    int left = SocketCalls.readableBytes(handle.number);
    return left > 0 && there + left <= JOINED_BYTES
        ? Math.max(0, io.receive(handle, whole, there, there + left))
        : 0;
  }

  /** Whether the kernel may have received it before this was told. */
  private boolean mayBeReceived() {
    long request = completions.userData();
    boolean isReceived =
        completions.isNextOf(request)
            ? completions.nextResult() != -Abi.ENOBUFS // Without a buffer nothing was.
            : completions.hasCompletionOf(request);
    return isReceived || completions.mayMissSome();
  }
}
