package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.ReadinessSet;
import io.jackfield.socket.linux.Select;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a multiplexer watches: its registrations by number, and the kernel's set, kept in step. Used
 * by the multiplexer's thread, but for {@link #closing} and {@link #endAll}.
 *
 * <p>Invariant: a number is in the set just when a registration of it is in the table whose
 * interest is not nothing. One that another thread ended stays in both until {@link #forgetEnded};
 * where any thread may remove, it leaves the set at once.
 */
final class Registrations<A> {
  private static final int OWN_GENERATION = 0;

  private final ReadinessSet set;
  private final RegistrationTable<A> table = new RegistrationTable<>();

  /** Ended by threads that closed what is registered. */
  private final ConcurrentLinkedQueue<Registration<A>> ended = new ConcurrentLinkedQueue<>();

  private final AtomicInteger active = new AtomicInteger();
  private int lastGeneration;

  Registrations(ReadinessSet set) {
    this.set = set;
  }

  /** The one that {@code number} and {@code generation} stood for, if it still reports. */
  @Nullable Registration<A> active(int number, int generation) {
    Registration<A> one = table.at(number);
    return one != null
            && one.generation == generation
            && one.isActive()
            && !one.interest().isNothing()
        ? one
        : null;
  }

  /** How many report. Any thread. */
  int count() {
    return active.get();
  }

  /** The caller is inside the descriptor. */
  Registration<A> add(Multiplexer<A> owner, WaitingChannel channel, Interest interest, A attachment)
      throws IOException {
    forgetEnded();
    int number = channel.descriptor.number();
    if (table.at(number) != null) {
      throw new IllegalStateException("registered already: " + channel);
    }
    lastGeneration = lastGeneration == -1 ? OWN_GENERATION + 1 : lastGeneration + 1;
    var made = new Registration<>(owner, channel, interest, attachment, lastGeneration);
    if (!interest.isNothing()) {
      check(set.add(number, interest.bits(), made.generation), number);
    }
    active.incrementAndGet();
    if (!table.put(made)) {
      end(made);
      takeOut(made);
      throw new ClosedChannelException();
    }
    if (!channel.descriptor.onClosing(made.onClosing)) {
      forget(made);
      throw new ClosedChannelException();
    }
    return made;
  }

  /** The wake-up's number, which has no registration. */
  void addOwn(int number) throws IOException {
    check(set.add(number, Abi.READABLE, OWN_GENERATION), number);
  }

  private void check(int result, int number) throws IOException {
    if (result >= 0) {
      return;
    }
    if (set instanceof Select) {
      throw new SelectLimitException(number); // All that it can refuse.
    }
    if (result == -Abi.EPERM) {
      throw new UnpollableFileException(
          new CallFailure("epoll_ctl", new Errno(-result), null, null));
    }
    throw Failures.of("epoll_ctl", result, null, null);
  }

  boolean change(Registration<A> one, Interest to) throws IOException {
    if (!one.isActive() || !one.descriptor.enter()) {
      return false;
    }
    try {
      changeInSet(one, one.interest(), to);
      if (!one.isActive() && set.anyThreadRemoves()) {
        set.remove(one.number()); // Ended meanwhile, and perhaps put back just now.
      }
      return one.isActive();
    } finally {
      one.descriptor.leave();
    }
  }

  private void changeInSet(Registration<A> one, Interest from, Interest to) throws IOException {
    int number = one.number();
    // epoll_ctl(2) changes no exclusive entry and makes none exclusive.
    if (from.isNothing() || to.isNothing() || from.exclusive() || to.exclusive()) {
      takeOut(one);
      one.interest(Interest.NOTHING);
      if (!to.isNothing()) {
        check(set.add(number, to.bits(), one.generation), number);
      }
    } else {
      check(set.change(number, to.bits(), one.generation), number);
    }
    one.interest(to);
  }

  private boolean end(Registration<A> one) {
    boolean first = one.end();
    if (first) {
      active.decrementAndGet();
    }
    return first;
  }

  boolean remove(Registration<A> one) {
    boolean wasActive = end(one);
    // A closed descriptor's number may be another file's; closing() then does what is to be done.
    if (one.descriptor.enter()) {
      try {
        forget(one);
        one.descriptor.notOnClosing(one.onClosing);
      } finally {
        one.descriptor.leave();
      }
    }
    return wasActive;
  }

  private void forget(Registration<A> one) {
    end(one);
    if (table.remove(one)) {
      takeOut(one);
    }
  }

  private void takeOut(Registration<A> one) {
    if (!one.interest().isNothing()) {
      set.remove(one.number());
    }
  }

  /**
   * By the thread that closes what is registered, while the number is still its own.
   *
   * @return whether the waiting thread has to look round for it to leave the set
   */
  boolean closing(Registration<A> one, boolean onOwnersThread) {
    end(one);
    if (onOwnersThread) {
      forget(one);
      return false;
    }
    ended.add(one);
    if (set.anyThreadRemoves()) {
      set.remove(one.number());
      return false;
    }
    return true;
  }

  /** Clears up after those that other threads ended; returns how many there were. */
  int forgetEnded() {
    int count = 0;
    for (Registration<A> one; (one = ended.poll()) != null; count++) {
      if (table.remove(one) && !set.anyThreadRemoves()) {
        takeOut(one);
      }
    }
    return count;
  }

  /** Any thread: ends all, and lets none come any more. */
  void endAll() {
    for (Registration<A> one : table.close()) {
      end(one);
      one.descriptor.notOnClosing(one.onClosing);
    }
  }
}
