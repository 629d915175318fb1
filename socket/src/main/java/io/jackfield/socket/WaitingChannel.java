package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Descriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a call on a descriptor waits: the kernel is asked without waiting, and where it would have to
 * wait the thread does, until the descriptor is ready, closed, interrupted, or the time is up.
 *
 * <p>A call has this shape; {@link #again} waits and says whether to ask once more:
 *
 * <pre>{@code
 * long deadline = enterToWait(false);
 * try {
 *   do {
 *     result = SocketCalls.…;
 *   } while (again("recv", result, Abi.READABLE, deadline));
 * } finally {
 *   descriptor.leave();
 * }
 * }</pre>
 */
abstract non-sealed class WaitingChannel extends AbstractInterruptibleChannel implements Waitable {
  /** The deadline of a call that must not wait. */
  static final long NOT_AT_ALL = Long.MIN_VALUE;

  private static final long UNPOLLABLE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  final Descriptor descriptor;
  private volatile long timeoutNanos = Descriptor.FOR_EVER;

  /** Whether the descriptor has gone to somebody else, open. */
  private volatile boolean isGivenUp;

  WaitingChannel(int number) {
    descriptor = Descriptor.takeOver(number);
  }

  /** For the error messages: the peer, where there is one. */
  abstract @Nullable SocketAddress peer();

  /** For the error messages: the own address, where there is one. */
  abstract @Nullable SocketAddress self();

  final void waitAtMost(Duration timeout, Duration never) {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("negative time-out: " + timeout);
    }
    timeoutNanos = timeout.compareTo(never) >= 0 ? Descriptor.FOR_EVER : timeout.toNanos();
  }

  final Duration waitsAtMost() {
    return Duration.ofNanos(timeoutNanos);
  }

  /** Begins a call that never waits; {@link Descriptor#leave} ends it. */
  final void enter() throws ClosedChannelException {
    if (!descriptor.enter()) {
      throw new ClosedChannelException();
    }
  }

  /**
   * Begins a call that may wait; returns its deadline. {@link Descriptor#leave} ends it.
   *
   * @param atOnce whether this one call must not wait, whatever the time-out is
   */
  final long enterToWait(boolean atOnce) throws IOException {
    long timeout = atOnce ? 0 : timeoutNanos;
    if (timeout != 0 && Thread.currentThread().isInterrupted()) {
      // As the JDK's channels do: an interrupted thread closes what it would wait for.
      begin();
      end(false);
    }
    enter();
    if (timeout == 0) {
      return NOT_AT_ALL;
    }
    if (timeout == Descriptor.FOR_EVER) {
      return Descriptor.FOR_EVER;
    }
    long deadline = System.nanoTime() + timeout;
    // The two special values are a nanosecond off the time that is meant, on either side.
    return deadline == NOT_AT_ALL
        ? deadline + 1
        : deadline == Descriptor.FOR_EVER ? deadline - 1 : deadline;
  }

  /**
   * Whether the call that gave {@code result} is to be made once more: it was interrupted by a
   * signal, or it would have had to wait, and the wait is over now.
   *
   * @param wakeUpsSeen {@link Descriptor#wakeUps} before the call was made
   * @throws SocketTimeoutException if the time was up first
   * @throws java.nio.channels.AsynchronousCloseException if another thread closed the socket
   * @throws java.nio.channels.ClosedByInterruptException if the thread was interrupted
   */
  final boolean again(String call, int result, int direction, long deadline, int wakeUpsSeen)
      throws IOException {
    if (result == -Abi.EINTR) {
      return true;
    }
    if (result != -Abi.EAGAIN || deadline == NOT_AT_ALL) {
      return false;
    }
    // Looked at here too, so that readiness which leads to nothing cannot outlast the time.
    if (deadline != Descriptor.FOR_EVER && deadline - System.nanoTime() <= 0) {
      throw timedOut(call);
    }
    boolean completed = false;
    int ended;
    begin();
    try {
      ended = descriptor.await(direction, deadline, wakeUpsSeen);
      completed = ended != Descriptor.CLOSED;
    } finally {
      end(completed);
    }
    if (ended == Descriptor.TIMED_OUT) {
      throw timedOut(call);
    }
    return true;
  }

  /** As above, where nobody asks for a wake-up. */
  final boolean again(String call, int result, int direction, long deadline) throws IOException {
    return again(call, result, direction, deadline, descriptor.wakeUps());
  }

  /**
   * A Unix socket whose peer's queue is full answers {@code EAGAIN}, and poll(2) cannot wait for
   * it: where there is no connection the socket counts as ready all the time. So the pause is ours.
   */
  final void pauseUnpollable(long deadline) {
    if (deadline != NOT_AT_ALL) {
      LockSupport.parkNanos(UNPOLLABLE_PAUSE_NANOS);
    }
  }

  private SocketTimeoutException timedOut(String call) {
    SocketAddress peer = peer();
    SocketObservers.failed(Kind.TIMED_OUT, call, descriptor.number(), peer, null);
    String to = peer == null ? "" : " " + Addresses.text(peer);
    long micros = Math.ceilDiv(timeoutNanos, 1_000);
    String after = micros < 1_000 ? micros + " µs" : Math.ceilDiv(micros, 1_000) + " ms";
    return new SocketTimeoutException(call + to + ": timed out after " + after);
  }

  /** Returns a result of 0 or more; throws what a negated errno stands for. */
  final int check(String call, int result) throws IOException {
    if (result < 0) {
      throw failure(call, result, peer());
    }
    return result;
  }

  /** The exception for a negated errno, told to who observes. */
  final IOException failure(String call, int result, @Nullable SocketAddress remote) {
    SocketObservers.failed(Kind.FAILED, call, descriptor.number(), remote, new Errno(-result));
    return Failures.of(call, result, remote == null ? self() : null, remote);
  }

  /** Tells who observes that a call is done; {@code started} is what {@code begin} gave. */
  final void done(long started, Kind kind, String call, long bytes) {
    SocketObservers.end(started, kind, call, descriptor.number(), peer(), bytes);
  }

  /** Closes the channel whose descriptor was taken: of its end nobody is told. */
  final void giveUp() throws IOException {
    isGivenUp = true;
    close();
  }

  @Override
  protected final void implCloseChannel() {
    if (isGivenUp) {
      return;
    }
    long started = SocketObservers.begin();
    descriptor.close();
    done(started, Kind.CLOSED, "close", 0);
  }
}
