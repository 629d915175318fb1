package io.jackfield.server;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which worker processes there are, what each has to do, and whether they are wanted. Any thread.
 */
final class WorkerRoster {
  /** How long a conversation waits for a worker where all have ended and none can be started. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

  /** How long a process that is killed may take to be gone. */
  private static final Duration LAST_BREATH = Duration.ofMillis(500);

  private final int requestsEach;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Set<Member> members = new LinkedHashSet<>();
  private ServerCounts ofEnded = ServerCounts.NOTHING;
  private boolean serving;

  /** Whether those that have answered enough stay: their server is about to end. */
  private boolean stopping;

  private boolean closed;

  /** A worker from its start to its end. Its fields are guarded by the lock. */
  static final class Member {
    final WorkerLink link;
    private State state = State.STARTING;

    /** How many conversations it has, or is about to be given. */
    private int busy;

    /** Whether another is to take its place, or has. */
    private boolean replaced;

    Member(WorkerLink link) {
      this.link = link;
    }
  }

  private enum State {
    STARTING,
    READY,
    /** Given nothing more; it ends with the last that it has. */
    LEAVING
  }

  WorkerRoster(int requestsEach) {
    this.requestsEach = requestsEach;
  }

  // ---- coming and going -------------------------------------------------------------------------

  /** One that is being started: from now on a close finds it; false if that was before. */
  boolean enter(Member member) {
    lock.lock();
    try {
      return !closed && members.add(member);
    } finally {
      lock.unlock();
    }
  }

  /** It is ready. */
  void begin(Member member) {
    lock.lock();
    try {
      member.state = State.READY;
      if (closed) {
        member.link.stop();
      } else if (serving) {
        member.link.serve();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** It has answered enough; returns whether another is to be started in its place. */
  boolean tryReplace(Member member) {
    lock.lock();
    try {
      boolean begins = !member.replaced && !stopping && !closed;
      member.replaced |= begins;
      return begins;
    } finally {
      lock.unlock();
    }
  }

  /** Another has taken its place: it is given nothing more. */
  void retire(Member member) {
    lock.lock();
    try {
      member.state = State.LEAVING;
      stopIfIdle(member);
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private static void stopIfIdle(Member member) {
    if (member.state == State.LEAVING && member.busy == 0) {
      member.link.stop();
    }
  }

  /**
   * What an end means.
   *
   * @param expected whether it was meant to be
   * @param replaced whether nobody is to be started because of it
   */
  record End(boolean expected, boolean replaced) {}

  /** It has ended, or could not be started. */
  End leave(Member member, int status) {
    lock.lock();
    try {
      if (members.remove(member)) {
        ofEnded = ofEnded.plus(member.link.counts());
      }
      changed.signalAll();
      boolean inOrder = member.state == State.LEAVING && status == 0;
      return new End(closed || inOrder, closed || member.replaced);
    } finally {
      lock.unlock();
    }
  }

  // ---- requests ---------------------------------------------------------------------------------

  /**
   * Waits for the one that has least to do and room, and takes a place there until {@link
   * #lessBusy}.
   *
   * @throws IOException if there is none, and none comes
   */
  Member leastBusy() throws IOException, InterruptedException {
    long left = MOST_PATIENCE.toNanos();
    lock.lockInterruptibly();
    try {
      for (; ; ) {
        Optional<Member> least =
            members.stream()
                .filter(one -> one.state == State.READY && one.busy < requestsEach)
                .min(Comparator.comparingInt(one -> one.busy));
        if (least.isPresent()) {
          least.get().busy++;
          return least.get();
        }
        if (closed || left <= 0) {
          throw new IOException("there is no worker process that could answer");
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void lessBusy(Member member) {
    lock.lock();
    try {
      member.busy--;
      stopIfIdle(member);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Has them receive datagrams; those that come later too. */
  void serve() {
    lock.lock();
    try {
      serving = true;
      for (Member each : members) {
        if (each.state == State.READY) {
          each.link.serve();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What they have done, those that have ended too; of one that does not answer as of before. */
  ServerCounts counts(Duration patience) {
    List<WorkerLink> asked;
    ServerCounts sum;
    lock.lock();
    try {
      asked = members.stream().map(member -> member.link).toList();
      sum = ofEnded;
    } finally {
      lock.unlock();
    }
    List<CompletableFuture<ServerCounts>> answers = asked.stream().map(WorkerLink::count).toList();
    long deadline = System.nanoTime() + patience.toNanos();
    for (int i = 0; i < asked.size(); i++) {
      ServerCounts last = asked.get(i).counts();
      try {
        last = answers.get(i).get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // What it said last is what is known.
      }
      sum = sum.plus(last);
    }
    return sum;
  }

  // ---- the end ----------------------------------------------------------------------------------

  /** From now on those that have answered enough stay. */
  void stopping() {
    lock.lock();
    try {
      stopping = true;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Waits so long; false if it was closed meanwhile, or before. */
  boolean pause(Duration time) {
    lock.lock();
    try {
      for (long left = time.toNanos(); left > 0 && !closed; ) {
        left = changed.awaitNanos(left);
      }
      return !closed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Has all stop; those that have not within {@code patience} are killed. */
  void close(Duration patience) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      members.forEach(member -> member.link.stop());
      if (!awaitNone(patience)) {
        members.forEach(member -> member.link.kill());
        boolean _ = awaitNone(LAST_BREATH);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private boolean awaitNone(Duration patience) {
    long left = patience.toNanos();
    while (!members.isEmpty()) {
      if (left <= 0) {
        return false;
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
