package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.Descriptor;
import io.jackfield.socket.linux.ReadinessSet;
import io.jackfield.socket.linux.ReadyBatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;

/**
 * Waits for many descriptors at once: select(2), poll(2) and epoll(7) behind one interface.
 *
 * <p><b>Threads.</b> From its first wait on it belongs to the thread that waits, a platform thread:
 * on a virtual one the wait is refused, since it would hold the carrier. Other threads may call
 * {@link #wakeUp}, {@link #close}, {@link #isOpen} and {@link #registered}, and close what is
 * registered.
 *
 * <p><b>Closing.</b> Closing a {@link Waitable} ends its registrations, from any thread and at
 * once: nothing is reported of it any more, and nothing of a later file of the same number. Nor is
 * of one that a handler removed or closed, though it was found ready by the same wait.
 *
 * <p><b>Portability.</b> Being ready is a hint. Another thread or process may have been quicker, a
 * datagram's checksum can be wrong, a change is sometimes reported that is none: so the calls that
 * follow must not wait ({@code timeout(Duration.ZERO)}), and that one finds nothing is no error. A
 * level-triggered interest is reported for as long as something is left, however much is taken at a
 * time. With an edge-triggered one all there is has to be taken, until a call finds nothing: what
 * is left over is not reported again by itself. A {@link Readiness} means the same with each
 * mechanism, but that select leaves out its last three parts. Regular files are always ready to
 * poll and select, and refused by epoll. An eventfd, timerfd or pipe does not tell that its peer
 * closed a half.
 *
 * <p><b>Time.</b> A wait never ends before its time, whatever signals arrive.
 *
 * @param <A> what is attached to each registration
 */
public final class Multiplexer<A> implements Closeable {
  private final Mechanism mechanism;
  private final ReadinessSet set;
  private final WakeUp wakeUp;
  private final InterruptWatch interrupts;
  private final Registrations<A> registrations;

  private final OwnerThread owner = new OwnerThread();

  private volatile boolean closed;

  // Owned by that thread. What a handler that threw has left unread comes first in the next wait.
  private final ReadyBatch ready = new ReadyBatch();
  private boolean waiting;
  private boolean woken;

  private Multiplexer(Mechanism mechanism, ReadinessSet set, WakeUp wakeUp) {
    this.mechanism = mechanism;
    this.set = set;
    this.wakeUp = wakeUp;
    this.interrupts = new InterruptWatch(wakeUp);
    this.registrations = new Registrations<>(set);
  }

  /**
   * Opens one.
   *
   * @throws TooManyOpenFilesException if no descriptor is left; it needs one, with epoll two
   * @throws SelectLimitException if it is to be select and the one has too high a number
   * @throws UnsupportedOperationException on a system other than Linux
   */
  public static <A> Multiplexer<A> open(Mechanism mechanism) throws IOException {
    Abi.requireSupported();
    WakeUp wakeUp = WakeUp.open();
    ReadinessSet set = null;
    try {
      set = mechanism.newSet();
      var opened = new Multiplexer<A>(mechanism, set, wakeUp);
      opened.registrations.addOwn(wakeUp.number());
      return opened;
    } catch (IOException e) {
      wakeUp.descriptor.close();
      if (set != null) {
        set.close();
      }
      throw e;
    }
  }

  /** What it asks the kernel with, and can do accordingly. */
  public Mechanism mechanism() {
    return mechanism;
  }

  /** How many descriptors are registered. */
  public int registered() {
    return registrations.count();
  }

  /**
   * Has {@code waitable} reported from the next wait on.
   *
   * @param attachment found again in the registration
   * @throws UnsupportedOperationException if the mechanism cannot report such an interest
   * @throws SelectLimitException if select cannot have a descriptor of that number
   * @throws UnpollableFileException if epoll cannot wait for such a file
   * @throws IllegalStateException if it is registered here already
   * @throws ClosedChannelException if either is closed
   */
  public Registration<A> register(Waitable waitable, Interest interest, A attachment)
      throws IOException {
    owner.require();
    if (closed) {
      throw new ClosedChannelException();
    }
    mechanism.require(interest);
    WaitingChannel channel =
        switch (waitable) {
          case WaitingChannel known -> known;
        };
    channel.enter();
    try {
      return registrations.add(this, channel, interest, attachment);
    } finally {
      channel.descriptor.leave();
    }
  }

  /**
   * Has another interest reported from now on; a one-shot one that was reported is armed again,
   * also by the same interest. What was found ready before is still reported if it is asked for.
   *
   * @return false if the registration has ended
   * @throws UnsupportedOperationException if the mechanism cannot report such an interest
   * @throws IllegalArgumentException if it is another multiplexer's
   */
  public boolean change(Registration<A> registration, Interest interest) throws IOException {
    owner.require();
    requireOurs(registration);
    mechanism.require(interest);
    return registrations.change(registration, interest);
  }

  /**
   * Reports it no longer, from this moment on.
   *
   * @return false if the registration had ended before
   * @throws IllegalArgumentException if it is another multiplexer's
   */
  public boolean remove(Registration<A> registration) {
    owner.require();
    requireOurs(registration);
    return registrations.remove(registration);
  }

  /** By the thread that closes what is registered. */
  void closing(Registration<A> registration) {
    if (registrations.closing(registration, owner.isCurrent())) {
      // While a wait goes on the kernel holds the file open, and its peer would not notice.
      wakeUp.nudge();
    }
  }

  /** Waits as long as it takes; otherwise as {@link #await(Duration, ReadyHandler)}. */
  public int await(ReadyHandler<A> handler) throws IOException {
    return awaitNanos(Descriptor.FOR_EVER, handler);
  }

  /**
   * Waits until something registered is ready, and calls {@code handler} for each that is.
   *
   * @param timeout zero for not at all, {@link Socket#NEVER} for as long as it takes
   * @return how many were reported: 0 if the time was up, {@link #wakeUp} was called or the thread
   *     is interrupted (and stays so), and nothing was ready
   * @throws AsynchronousCloseException if it was closed meanwhile
   * @throws ClosedChannelException if it was closed before
   * @throws WrongThreadException on a virtual thread, and on another thread than the first time
   */
  public int await(Duration timeout, ReadyHandler<A> handler) throws IOException {
    boolean never = timeout.compareTo(Socket.NEVER) >= 0;
    return awaitNanos(never ? Descriptor.FOR_EVER : timeout.toNanos(), handler);
  }

  /**
   * As {@link #await(Duration, ReadyHandler)}, without an object for the time.
   *
   * @param timeoutNanos 0 for not at all, {@link Long#MAX_VALUE} for as long as it takes
   */
  public int awaitNanos(long timeoutNanos, ReadyHandler<A> handler) throws IOException {
    if (timeoutNanos < 0) {
      throw new IllegalArgumentException("negative time-out: " + timeoutNanos + " ns");
    }
    owner.become();
    if (waiting) {
      throw new IllegalStateException("a handler cannot wait: the wait that called it goes on");
    }
    if (closed || !wakeUp.descriptor.enter()) {
      throw new ClosedChannelException();
    }
    waiting = true;
    try {
      return awaitReady(timeoutNanos, handler);
    } finally {
      waiting = false;
      wakeUp.descriptor.leave();
    }
  }

  private int awaitReady(long timeoutNanos, ReadyHandler<A> handler) throws IOException {
    long startNanos = System.nanoTime();
    long leftNanos = timeoutNanos;
    for (; ; ) {
      registrations.forgetEnded();
      if (ready.remaining() == 0) {
        waitOnce(leftNanos);
      }
      woken = false;
      int reported = report(handler);
      if (reported > 0) {
        return reported;
      }
      if (closed) {
        throw new AsynchronousCloseException();
      }
      if (timeoutNanos != Descriptor.FOR_EVER) {
        leftNanos = timeoutNanos - (System.nanoTime() - startNanos);
      }
      if (woken || leftNanos <= 0) {
        return 0;
      }
    }
  }

  private void waitOnce(long nanos) throws IOException {
    int found;
    interrupts.begin();
    try {
      found = set.await(nanos, ready);
    } finally {
      interrupts.end();
    }
    if (found >= 0 || found == -Abi.EINTR) {
      return;
    }
    // Select fails as a whole where another thread has just closed a descriptor of its set.
    if (found != -Abi.EBADF || (registrations.forgetEnded() == 0 && !closed)) {
      throw Failures.of(mechanism.call(), found, null, null);
    }
  }

  /** Each is looked at anew: the handlers called before may have ended or changed it. */
  private int report(ReadyHandler<A> handler) throws IOException {
    int reported = 0;
    while (ready.next()) {
      if (ready.number() == wakeUp.number()) {
        wakeUp.hush();
        woken |= wakeUp.answer();
        continue;
      }
      Registration<A> one = registrations.active(ready.number(), ready.generation());
      if (one == null) {
        continue;
      }
      Readiness readiness = Readiness.of(ready.events(), one.interest());
      if (!readiness.isNothing()) {
        reported++;
        handler.ready(one, readiness);
      }
    }
    return reported;
  }

  /**
   * Ends the wait that is going on, or else the next one at once; however often it is called before
   * that. Any thread; does nothing once it is closed.
   */
  public void wakeUp() {
    wakeUp.request();
  }

  private void requireOurs(Registration<A> registration) {
    if (!registration.owner.equals(this)) {
      throw new IllegalArgumentException("of another multiplexer: " + registration);
    }
  }

  /** Whether it is not closed. */
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Ends all registrations and the wait, if one goes on; what was registered stays open. Any
   * thread; does nothing the second time.
   */
  @Override
  public void close() {
    closed = true;
    registrations.endAll();
    wakeUp.nudge();
    wakeUp.descriptor.close();
    set.close();
  }

  @Override
  public String toString() {
    return "Multiplexer[" + mechanism + ", " + registered() + " registered]";
  }
}
