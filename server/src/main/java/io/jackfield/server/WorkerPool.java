package io.jackfield.server;

import io.jackfield.reactor.Backoff;
import io.jackfield.server.WorkerLink.NotPassedException;
import io.jackfield.server.worker.Message;
import io.jackfield.server.worker.Message.Over;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes of a server: started together, replaced when they end or have answered
 * enough, stopped together. Each has a thread here that hears it. Any thread.
 */
final class WorkerPool {
  /** How long a conversation waits for a worker where all have ended and none can be started. */
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(30);

  /** How long a process that is killed may take to be gone. */
  private static final Duration LAST_BREATH = Duration.ofMillis(500);

  /** One that has lived as long was no failure to start. */
  private static final Duration LIVES_WELL = Duration.ofSeconds(10);

  private static final Backoff.Policy AFTER_ENDS =
      new Backoff.Policy(Duration.ofMillis(50), 2, Duration.ofSeconds(10), 0.1);

  /** What a pool tells its server. By the thread of the worker that it is about. */
  interface Events {
    /** A worker has ended, or could not be started, and another takes its place. */
    void lost(WorkerLostException why);

    default void arrived(WorkerLink link, Message.Arrived datagram) {}

    default void over(WorkerLink link, Over datagram) {}

    /** A worker that was ready has ended, also one that was to; what it had ended with it. */
    default void ended(WorkerLink link, WorkerLostException how) {}
  }

  private final WorkerPlan plan;
  private final Events events;
  private final AtomicLong requests = new AtomicLong();
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
  private static final class Member {
    final WorkerLink link;
    State state = State.STARTING;

    /** How many conversations it has, or is about to be given. */
    int busy;

    /** Whether another is to take its place, or has. */
    boolean replaced;

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

  private WorkerPool(WorkerPlan plan, Events events) {
    this.plan = plan;
    this.events = events;
  }

  // ---- its beginning ----------------------------------------------------------------------------

  /**
   * Starts them; returns when all are ready.
   *
   * @throws IOException if one cannot be started; none is left then
   */
  static WorkerPool open(WorkerPlan plan, Events events) throws IOException {
    var pool = new WorkerPool(plan, events);
    boolean opened = false;
    try {
      List<CompletableFuture<Void>> begun = new ArrayList<>();
      for (int i = 0; i < plan.options().workers(); i++) {
        begun.add(pool.beginFirst());
      }
      for (CompletableFuture<Void> each : begun) {
        awaitReady(each);
      }
      opened = true;
      return pool;
    } finally {
      if (!opened) {
        pool.close(Duration.ZERO);
      }
    }
  }

  private static void awaitReady(CompletableFuture<Void> begun) throws IOException {
    try {
      begun.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while worker processes were started", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private CompletableFuture<Void> beginFirst() {
    var begun = new CompletableFuture<Void>();
    thread(() -> {
      try {
        Member member = startOne();
        begun.complete(null);
        live(member, new Backoff(AFTER_ENDS, RandomGenerator.getDefault()));
      } catch (Throwable e) {
        begun.completeExceptionally(e);
      }
    });
    return begun;
  }

  private void thread(Runnable life) {
    Thread.ofVirtual().name(plan.settings().name() + "-worker").start(life);
  }

  /** Starts one, and waits until it is ready. */
  private Member startOne() throws IOException {
    var member = new Member(WorkerLink.start(plan));
    boolean isReady = false;
    try {
      if (!enter(member)) {
        throw new IOException("the server has ended");
      }
      member.link.awaitReady();
      begin(member);
      isReady = true;
      return member;
    } finally {
      if (!isReady) {
        member.link.kill();
        leave(member);
      }
    }
  }

  /** From now on a close finds it; false if that was before. */
  private boolean enter(Member member) {
    lock.lock();
    try {
      return !closed && members.add(member);
    } finally {
      lock.unlock();
    }
  }

  private void begin(Member member) {
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

  private void leave(Member member) {
    lock.lock();
    try {
      if (members.remove(member)) {
        ofEnded = ofEnded.plus(member.link.counts());
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ---- a worker's life --------------------------------------------------------------------------

  /** Hears it to its end, and starts another then, unless that was meant to be. */
  private void live(Member member, Backoff backoff) {
    long started = System.nanoTime();
    WorkerLostException how = member.link.hear(new Heard(member));
    boolean expected;
    boolean replaced;
    lock.lock();
    try {
      expected = closed || (member.state == State.LEAVING && how.status() == 0);
      replaced = closed || member.replaced;
    } finally {
      lock.unlock();
    }
    leave(member);
    events.ended(member.link, how);
    if (!expected) {
      events.lost(how);
    }
    if (!replaced) {
      if (System.nanoTime() - started > LIVES_WELL.toNanos()) {
        backoff.reset();
      }
      replace(null, backoff);
    }
  }

  /** Starts another, as often as it takes; on the calling thread, which becomes its. */
  private void replace(@Nullable Member old, Backoff backoff) {
    for (boolean atOnce = old != null; atOnce || pause(backoff); atOnce = false) {
      Member member;
      try {
        member = startOne();
      } catch (IOException e) {
        if (!isClosed()) {
          events.lost(
              e instanceof WorkerLostException lost ? lost : WorkerLostException.notStarted(e));
        }
        continue;
      }
      if (old != null) {
        retire(old);
      }
      live(member, backoff);
      return;
    }
  }

  /** Waits as long as it should be waited before another is started; false if none is wanted. */
  private boolean pause(Backoff backoff) {
    lock.lock();
    try {
      for (long left = backoff.next().toNanos(); left > 0 && !closed; ) {
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

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void retire(Member old) {
    lock.lock();
    try {
      old.state = State.LEAVING;
      stopIfIdle(old);
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

  private final class Heard implements WorkerLink.Events {
    private final Member member;

    Heard(Member member) {
      this.member = member;
    }

    @Override
    public void enough() {
      lock.lock();
      try {
        if (member.replaced || stopping || closed) {
          return;
        }
        member.replaced = true;
      } finally {
        lock.unlock();
      }
      var backoff = new Backoff(AFTER_ENDS, RandomGenerator.getDefault());
      thread(() -> replace(member, backoff));
    }

    @Override
    public void arrived(Message.Arrived datagram) {
      events.arrived(member.link, datagram);
    }

    @Override
    public void over(Over datagram) {
      events.over(member.link, datagram);
    }
  }

  // ---- requests ---------------------------------------------------------------------------------

  /**
   * Has a worker answer a conversation; returns when that is over.
   *
   * @throws WorkerLostException if the worker ended before
   * @throws IOException if there is no worker, and none comes
   * @throws InterruptedException if nobody waits for it any more; the conversation goes on until it
   *     is aborted
   */
  Over answer(Conversation conversation) throws IOException, InterruptedException {
    var carrier = (PassingCarrier) conversation.carrier();
    for (; ; ) {
      Member member = leastBusy();
      try {
        Over over = member.link.pass(requests.incrementAndGet(), conversation).get();
        carrier.over();
        return over;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof NotPassedException)) {
          carrier.over();
          throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
      } finally {
        lessBusy(member);
      }
    }
  }

  /** Waits for one that has room, and takes a place there. */
  private Member leastBusy() throws IOException, InterruptedException {
    long left = MOST_PATIENCE.toNanos();
    lock.lockInterruptibly();
    try {
      for (; ; ) {
        Optional<Member> least =
            members.stream()
                .filter(one -> one.state == State.READY && one.busy < plan.options().requests())
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

  private void lessBusy(Member member) {
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
      } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
        // What it said last is what is known.
      }
      sum = sum.plus(last);
    }
    return sum;
  }

  // ---- its end ----------------------------------------------------------------------------------

  /** From now on those that have answered enough stay. */
  void stopping() {
    lock.lock();
    try {
      stopping = true;
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
