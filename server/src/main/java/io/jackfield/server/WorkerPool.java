package io.jackfield.server;

import io.jackfield.reactor.Backoff;
import io.jackfield.server.WorkerLink.NotPassedException;
import io.jackfield.server.WorkerRoster.Member;
import io.jackfield.server.worker.Message;
import io.jackfield.server.worker.Message.Over;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The worker processes of a server: started together, replaced when they end or have answered
 * enough, stopped together. Each has a thread here that hears it. Any thread.
 */
final class WorkerPool {
  /** One that has lived as long was no failure to start. */
  private static final Duration LIVES_WELL = Duration.ofSeconds(10);

  private static final Backoff.Policy AFTER_ENDS =
      new Backoff.Policy(Duration.ofMillis(50), 2, Duration.ofSeconds(10), 0.1);

  private static final int NOT_READY = -1;

  /** What a pool tells its server. By the thread of the worker that it is about. */
  interface Events {
    /** A worker has ended, or could not be started, and another takes its place. */
    void lost(WorkerLostException why);

    default void arrived(WorkerLink link, Message.Arrived datagram) {}

    default void cut(Message.Cut datagram) {}

    default void over(WorkerLink link, Over datagram) {}

    /** A worker that was ready has ended, also one that was to; what it had ended with it. */
    default void ended(WorkerLink link, WorkerLostException how) {}
  }

  private final WorkerPlan plan;
  private final Events events;
  private final WorkerRoster roster;
  private final AtomicLong requests = new AtomicLong();

  private WorkerPool(WorkerPlan plan, Events events) {
    this.plan = plan;
    this.events = events;
    this.roster = new WorkerRoster(plan.options().requests());
  }

  // ---- their beginning --------------------------------------------------------------------------

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
        Member first = startOne();
        begun.complete(null);
        live(first);
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
      if (!roster.enter(member)) {
        throw new IOException("the server has ended");
      }
      member.link.awaitReady();
      roster.begin(member);
      isReady = true;
      return member;
    } finally {
      if (!isReady) {
        member.link.kill();
        var _ = roster.leave(member, NOT_READY);
      }
    }
  }

  // ---- their lives ------------------------------------------------------------------------------

  /** Hears a worker to its end, then the one that takes its place, until none does. */
  private void live(Member first) {
    var backoff = new Backoff(AFTER_ENDS, RandomGenerator.getDefault());
    for (Member next = first; next != null; ) {
      long started = System.nanoTime();
      boolean replaced = hasEnded(next);
      if (System.nanoTime() - started > LIVES_WELL.toNanos()) {
        backoff.reset();
      }
      next = replaced ? null : startAfter(backoff);
    }
  }

  /** Hears it to its end; returns whether nobody is to be started because of that. */
  private boolean hasEnded(Member member) {
    WorkerLostException how = member.link.hear(new Heard(member));
    WorkerRoster.End end = roster.leave(member, how.status());
    events.ended(member.link, how);
    if (!end.expected()) {
      events.lost(how);
    }
    return end.replaced();
  }

  /** Starts one after a pause, as often as it takes; null if none is wanted any more. */
  private @Nullable Member startAfter(Backoff backoff) {
    while (roster.pause(backoff.next())) {
      Member member = startOrTell();
      if (member != null) {
        return member;
      }
    }
    return null;
  }

  private @Nullable Member startOrTell() {
    try {
      return startOne();
    } catch (IOException e) {
      if (!roster.isClosed()) {
        events.lost(
            e instanceof WorkerLostException lost ? lost : WorkerLostException.notStarted(e));
      }
      return null;
    }
  }

  /** Has another take the place of one that has answered enough, as soon as it is ready. */
  private void replace(Member old) {
    Member next = startOrTell();
    if (next == null) {
      next = startAfter(new Backoff(AFTER_ENDS, RandomGenerator.getDefault()));
    }
    if (next != null) {
      roster.retire(old);
      live(next);
    }
  }

  private final class Heard implements WorkerLink.Events {
    private final Member member;

    Heard(Member member) {
      this.member = member;
    }

    @Override
    public void enough() {
      if (roster.tryReplace(member)) {
        thread(() -> replace(member));
      }
    }

    @Override
    public void arrived(Message.Arrived datagram) {
      events.arrived(member.link, datagram);
    }

    @Override
    public void cut(Message.Cut datagram) {
      events.cut(datagram);
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
      Member member = roster.leastBusy();
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
        roster.lessBusy(member);
      }
    }
  }

  /** Has them receive datagrams; those that come later too. */
  void serve() {
    roster.serve();
  }

  /** What they have done, those that have ended too; of one that does not answer as of before. */
  ServerCounts counts(Duration patience) {
    return roster.counts(patience);
  }

  // ---- their end --------------------------------------------------------------------------------

  /** From now on those that have answered enough stay. */
  void stopping() {
    roster.stopping();
  }

  /** Has all stop; those that have not within {@code patience} are killed. */
  void close(Duration patience) {
    roster.close(patience);
  }
}
