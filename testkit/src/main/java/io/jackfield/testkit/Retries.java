package io.jackfield.testkit;

import org.jspecify.annotations.Nullable;

/**
 * When one end of a connection repeats what was lost, and when it gives up. Nothing is repeated
 * that was not lost: the simulation knows, where a real TCP has to guess by time.
 */
final class Retries {
  private static final long FIRST_NANOS = 200_000_000L;
  private static final long FIRST_SYN_NANOS = 1_000_000_000L;
  private static final long LONGEST_NANOS = 64_000_000_000L;

  /** As Linux by default: six repetitions of the first packet. */
  private static final long CONNECT_NANOS = 127_000_000_000L;

  /** How long it takes until a neighbour that does not answer is said to be unreachable. */
  private static final long UNREACHABLE_NANOS = 3_000_000_000L;

  /** How long a connection without a socket is kept, once it has sent all. */
  private static final long LINGER_NANOS = 60_000_000_000L;

  private final Connection connection;
  private final SimulatedNetwork network;
  private VirtualTime.@Nullable Event timer;
  private long delayNanos;

  /** Since when nothing came back; below 0 while nothing is waited for. */
  private long waitingSinceNanos = -1;

  private boolean somethingLost;
  private boolean lingering;

  Retries(Connection connection, SimulatedNetwork network) {
    this.connection = connection;
    this.network = network;
    delayNanos = isOpening() ? FIRST_SYN_NANOS : FIRST_NANOS;
  }

  private boolean isOpening() {
    return connection.state != Connection.State.ESTABLISHED;
  }

  private boolean isWaiting() {
    return isOpening() || connection.sending.isOutstanding() || connection.sending.isBlocked();
  }

  /** Something was sent that wants an answer. */
  void begin() {
    if (timer == null && !lingering && !connection.isDead() && isWaiting()) {
      if (waitingSinceNanos < 0) {
        waitingSinceNanos = network.nanoTime();
      }
      timer = network.time().after(delayNanos, this::expired);
    }
  }

  /** The peer was heard. */
  void progress() {
    delayNanos = FIRST_NANOS;
    waitingSinceNanos = -1;
    somethingLost = somethingLost && isWaiting();
    if (timer != null && !lingering) {
      timer.cancel();
      timer = null;
      begin();
    }
  }

  void lost() {
    somethingLost = true;
  }

  private void expired() {
    timer = null;
    if (connection.isDead() || !isWaiting()) {
      waitingSinceNanos = -1;
      return;
    }
    long waitedNanos = network.nanoTime() - waitingSinceNanos;
    if (somethingLost && waitedNanos >= limitNanos()) {
      connection.die(connection.peer == null ? Errnos.EHOSTUNREACH : Errnos.ETIMEDOUT);
      return;
    }
    boolean lost = somethingLost;
    somethingLost = false; // Set again if what is repeated is lost too.
    connection.repeat(lost);
    delayNanos = Math.min(2 * delayNanos, LONGEST_NANOS);
    begin();
  }

  private long limitNanos() {
    if (connection.peer == null) {
      return UNREACHABLE_NANOS;
    }
    return isOpening() ? CONNECT_NANOS : network.repeatLimitNanos();
  }

  void linger() {
    if (!lingering) {
      stop();
      lingering = true;
      timer = network.time().after(LINGER_NANOS, () -> connection.die(0));
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
