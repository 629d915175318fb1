package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Done;
import io.jackfield.reactor.driver.Capability;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Two connections that are joined: what one side sends is passed on to the other, both ways, no
 * faster than it is taken, until both have ended.
 *
 * <p>The end of one side's output is passed on too, behind its last byte, and the other direction
 * goes on. A connection that was {@linkplain LossReason.Done closed in order}, or lost after its
 * peer had ended its output, has the other one {@linkplain Transport#close closed}: what is under
 * way is still sent. One that was cut off has the other one {@linkplain Transport#abort reset}, so
 * that a part does not pass for the whole.
 *
 * <p>Where both are plain sockets of a driver with {@link Capability#SPLICING}, the kernel moves
 * the bytes by splice(2), and they never enter the process. At most 256 KiB wait in a pipe for a
 * peer that does not read, and none are {@linkplain Transport#bufferedBytes() buffered} here.
 * Elsewhere, and in a direction for which there is no pipe (no descriptor is left, 1,024 are in use
 * on this loop, or the user's share of pipe memory is used up), they are received and written, and
 * the marks of {@link StreamOptions} say when one side waits for the other. What comes beside the
 * bytes of a Unix stream is not passed on.
 *
 * <p>For the loop's thread. Source: splice(2), pipe(7).
 */
public final class Relay {
  /**
   * How it ended.
   *
   * @param forthBytes how many bytes the first side sent; where the other was lost not all of them
   *     have reached its peer
   * @param backBytes the same of the other side
   * @param reason {@link Done} if both connections ended in order; else why the first one that did
   *     not was lost
   */
  public record Outcome(long forthBytes, long backBytes, LossReason reason) {}

  private final RelayEnd forth;
  private final RelayEnd back;
  private final Transport one;
  private final Transport other;
  private final CompletableFuture<Outcome> ended = new CompletableFuture<>();

  /** Both directions; null where the bytes are copied. */
  private Splicing @Nullable [] splicing;

  private LossReason reason = new Done();
  private int left = 2;

  private Relay(Transport one, Transport other) {
    this.one = one;
    this.other = other;
    forth = new RelayEnd(this, one, other);
    back = new RelayEnd(this, other, one);
  }

  /**
   * Joins two connections, of which neither has been closed nor has ended its output here. Their
   * protocols are the relay's from now on, and told nothing more; whether reading was paused does
   * not matter. What was written to either before is sent first, and what was received and not told
   * yet is passed on. Of the transports {@link Transport#close}, {@link Transport#abort} and the
   * addresses may still be used: either ends the relay.
   *
   * @throws IllegalArgumentException if they are one and the same, or not of the same reactor
   */
  public static Relay join(Transport one, Transport other) {
    Reactor reactor = one.reactor();
    reactor.requireLoopThread();
    if (one.equals(other)) {
      throw new IllegalArgumentException("a connection cannot be joined with itself: " + one);
    }
    if (!reactor.equals(other.reactor())) {
      throw new IllegalArgumentException(
          "both ends of a relay must be on the same loop; connect the second by the first's"
              + " reactor()");
    }
    var relay = new Relay(one, other);
    relay.begin(reactor);
    return relay;
  }

  private void begin(Reactor reactor) {
    one.producer(null);
    other.producer(null);
    one.protocol(forth);
    other.protocol(back);
    StreamTransport first = plain(one);
    StreamTransport second = plain(other);
    if (first != null
        && second != null
        && reactor.driver().capabilities().contains(Capability.SPLICING)) {
      splicing = Splicing.join(first, forth, second, back);
    } else {
      forth.begin();
      back.begin();
    }
    tellOldLoss(one, forth);
    tellOldLoss(other, back);
  }

  /** The same if it is one socket, and bytes alone; else null. */
  private static @Nullable StreamTransport plain(Transport transport) {
    return transport.getClass() == StreamTransport.class ? (StreamTransport) transport : null;
  }

  /** A connection that was lost before has told so to another. */
  private static void tellOldLoss(Transport transport, RelayEnd end) {
    LossReason told = transport instanceof StreamTransport stream ? stream.toldReason() : null;
    if (told != null) {
      end.connectionLost(told);
    }
  }

  /** Called once for each end. */
  void lost(RelayEnd end, LossReason why) {
    if (reason instanceof Done) {
      reason = why;
    }
    left--;
    if (left == 0) {
      ended.complete(new Outcome(forth.passed(), back.passed(), reason));
      return;
    }
    Transport rest = end.equals(forth) ? other : one;
    if (why instanceof Done || end.hasEnded()) {
      rest.close();
    } else {
      rest.abort();
    }
  }

  /**
   * Completed on the loop's thread when neither connection is there any more; never with a failure.
   * Cancelling it does nothing.
   */
  public CompletableFuture<Outcome> ended() {
    return ended.copy();
  }

  /** How many bytes the first side has sent so far. */
  public long forthBytes() {
    return forth.passed();
  }

  /** How many bytes the second side has sent so far. */
  public long backBytes() {
    return back.passed();
  }

  /**
   * Whether the kernel moves the bytes of both directions, or has until the end, so that they do
   * not come by here.
   */
  public boolean isSpliced() {
    return splicing != null && splicing[0].isOn() && splicing[1].isOn();
  }
}
