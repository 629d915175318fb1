package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Outgoing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One thread, one driver, one turn after the other. {@link #turn} is the hot path of everything.
 *
 * <p>Until a thread {@linkplain #own owns} it, whoever made it may prepare it; from then on only
 * the owner, but for {@link #execute}.
 */
final class EventLoop implements TimerOwner {

  /** Of empty queues that are kept: as many as connections send at the same moment. */
  private static final int OUTGOING_KEPT = 256;

  /** Of tasks in one turn: one that posts itself again must not starve the rest. */
  private static final int TASKS_A_TURN = 1_024;

  /** Stands in the inbox behind the tasks of a turn: what these post is for the next. */
  private static final Runnable END_OF_TURN = new EndOfTurn();

  private final Driver driver;
  private final LoopCounters counters = new LoopCounters();
  private final ConcurrentLinkedQueue<Runnable> inbox = new ConcurrentLinkedQueue<>();

  /** Whether a wake-up is under way that the loop has not answered by looking into the inbox. */
  private final AtomicBoolean woken = new AtomicBoolean();

  private final TimerWheel timers;

  /** Transports with something to send or to tell, each in here once. */
  private final ArrayDeque<Unsettled> unsettled = new ArrayDeque<>();

  /** Ports with messages that were gathered to be sent together, each in here once. */
  private final ArrayDeque<Unsettled> unsent = new ArrayDeque<>();

  /** Empty; a connection has one while something of it waits to be sent, and no longer. */
  private final @Nullable Outgoing[] spareOutgoing = new Outgoing[OUTGOING_KEPT];

  private int spareCount;

  private final ReadyThreads threads = new ReadyThreads(this);

  private volatile @Nullable Thread owner;

  /** Whether {@link #END_OF_TURN} is in the inbox. Owner's. */
  private boolean endMarked;

  /** Whether nothing of the inbox will be run any more. */
  private volatile boolean ended;

  /** When this turn woke up. Owner's. */
  private long nowNanos;

  /** How long it polls, once there is nothing to do, before it waits; 0 for not at all. Owner's. */
  private long spinNanos;

  /** When a turn that did something last woke up. Owner's. */
  private long lastBusyNanos;

  /**
   * When the turn that goes on woke up; 0 while it waits. The owner writes it twice a turn and
   * reads it plainly; for the watchdog, which only looks at the number, opaque is enough. Nobody
   * else may rely on it: what it says is old by the time it is read.
   */
  private final AtomicLong busySince = new AtomicLong();

  /** What {@link Protocol#dataReceived} is being given. Owner's. */
  private @Nullable Chunk lent;

  /** What waits for the end of a callback. */
  interface Unsettled {
    void settle();
  }

  /** A task that somebody waits for: where the loop ends before it, that is told instead. */
  interface Owed extends Runnable {
    void loopEnded();
  }

  private static final class EndOfTurn implements Runnable {
    @Override
    public void run() {
      // Never reached: whoever finds it goes no further.
    }
  }

  EventLoop(Driver driver) {
    this.driver = driver;
    nowNanos = driver.nanoTime();
    timers = new TimerWheel(this, this::taskFailed, nowNanos);
  }

  /**
   * One turn: waits until something completes or is due, tells it, runs due timers, virtual threads
   * that can go on, then posted tasks. Returns how much it did.
   */
  int turn() throws IOException {
    int done = settle() + sendGathered(); // What was asked for between turns.
    boolean mayWait = done == 0 && inbox.isEmpty() && threads.isEmpty() && !spins();
    driver.await(mayWait ? timers.untilNextNanos(driver.nanoTime()) : 0);
    nowNanos = driver.nanoTime();
    busySince.setOpaque(nowNanos | 1); // Never 0.
    done += driver.complete();
    int _ = sendGathered();
    done += timers.runDue(nowNanos);
    done += runTasks();
    int _ = sendGathered();
    if (done > 0) {
      lastBusyNanos = nowNanos;
    }
    counters.turned(done, done > 0 ? driver.nanoTime() - nowNanos : 0);
    busySince.setOpaque(0);
    return done;
  }

  /** Without a look at the clock, which is a good part of a turn that only looks for events. */
  private boolean spins() {
    return spinNanos > 0 && nowNanos - lastBusyNanos < spinNanos;
  }

  /** Has it poll for so long without anything to do, from now on, before it waits. */
  void spin(Duration time) {
    spinNanos = nanos(time);
    lastBusyNanos = driver.nanoTime();
  }

  private int runTasks() {
    // Before looking: what is posted after that wakes the loop anew.
    woken.set(false);
    int done = threads.run();
    if (inbox.isEmpty()) {
      return done;
    }
    if (!endMarked) { // Else the turn before has not come to its end.
      endMarked = inbox.add(END_OF_TURN);
    }
    int most = done + TASKS_A_TURN;
    for (Runnable task; done < most && (task = inbox.poll()) != null; done++) {
      if (task.equals(END_OF_TURN)) {
        endMarked = false;
        break;
      }
      runTask(task);
    }
    return done;
  }

  void runTask(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      taskFailed(t);
    }
    settle();
  }

  /** Sends and tells what callbacks have left to be sent and told; returns how many had some. */
  int settle() {
    int done = 0;
    for (Unsettled one; (one = unsettled.poll()) != null; done++) {
      one.settle();
    }
    return done;
  }

  /** Ends a phase of the turn for those that gather; returns how many did. */
  private int sendGathered() {
    int count = unsent.size(); // What they are told may have them send more: the next time.
    for (int i = 0; i < count; i++) {
      unsent.remove().settle();
      int _ = settle();
    }
    return count;
  }

  /** Tells it of the end of this phase of the turn: what the driver tells, or timers and tasks. */
  void unsent(Unsettled one) {
    unsent.add(one);
    wakeUpIfBetweenTurns();
  }

  /** Has it settled when the callback that goes on is over. */
  void unsettled(Unsettled one) {
    unsettled.add(one);
    wakeUpIfBetweenTurns();
  }

  /** So that whoever runs the turns knows that there is something to do. Owner's. */
  void wakeUpIfBetweenTurns() {
    if (isBetweenTurns()) {
      wakeUp();
    }
  }

  /** For the owner alone, and before there is one. */
  private boolean isBetweenTurns() {
    return busySince.getPlain() == 0;
  }

  private void taskFailed(Throwable failure) {
    System.getLogger(EventLoop.class.getName())
        .log(System.Logger.Level.ERROR, "a task or timer failed", failure);
  }

  /** Runs {@code task} in the loop's thread, in a turn to come. Any thread. */
  void execute(Runnable task) {
    inbox.add(task);
    if (!isOwner() || isBetweenTurns()) {
      wakeUp();
    }
  }

  /**
   * As {@link #execute}; false if the loop has ended, and {@code task} will not run. Any thread.
   */
  boolean offer(Owed task) {
    execute(task);
    return !ended || !inbox.remove(task);
  }

  /** The end of all turns: what is left of virtual threads runs, and who waits is told. Owner's. */
  void end() {
    for (int left = TASKS_A_TURN; left > 0 && !threads.isEmpty(); left--) {
      var _ = threads.run();
    }
    ended = true;
    threads.loopEnded();
    for (Runnable task; (task = inbox.poll()) != null; ) {
      if (task instanceof Owed owed) {
        owed.loopEnded();
      }
    }
  }

  boolean hasEnded() {
    return ended;
  }

  ReadyThreads threads() {
    return threads;
  }

  private void wakeUp() {
    if (woken.compareAndSet(false, true)) {
      driver.wakeUp();
    }
  }

  /** Makes the calling thread the owner. */
  void own() {
    owner = Thread.currentThread();
  }

  /** Whether it is the owner that calls, or a virtual thread that the owner carries. */
  boolean isOwner() {
    Thread now = Thread.currentThread();
    return now.equals(owner) || (now.isVirtual() && LoopThreads.isCarriedBy(owner));
  }

  /**
   * Returns where the caller may touch the loop.
   *
   * @throws WrongThreadException elsewhere
   */
  @Override
  public void requireOwner() {
    Thread now = owner;
    if (now != null && !isOwner()) {
      throw new WrongThreadException(
          "called by "
              + Thread.currentThread()
              + "; this belongs to the loop's thread, "
              + now
              + ": use Reactor.execute(…)");
    }
  }

  Timer callLater(Duration delay, Runnable task) {
    requireOwner();
    return timers.schedule(driver.nanoTime(), nanos(delay), task);
  }

  /** Longer than 292 years is 292 years. */
  static long nanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public long nanoTime() {
    return driver.nanoTime();
  }

  @Override
  public void timersChanged() {
    wakeUpIfBetweenTurns();
  }

  /** An empty queue of what is to be sent. */
  Outgoing takeOutgoing() {
    Outgoing spare = spareCount == 0 ? null : spareOutgoing[--spareCount];
    if (spare == null) {
      return new Outgoing(driver.sendChunks());
    }
    spareOutgoing[spareCount] = null;
    return spare;
  }

  /** Takes back an empty one. */
  void giveBack(Outgoing empty) {
    if (spareCount < OUTGOING_KEPT && empty.isWorthKeeping()) {
      spareOutgoing[spareCount++] = empty;
    }
  }

  Driver driver() {
    return driver;
  }

  LoopCounters counters() {
    return counters;
  }

  long nowNanos() {
    return nowNanos;
  }

  /** When the turn that goes on woke up; 0 while it waits. Any thread. */
  long busySince() {
    return busySince.getOpaque();
  }

  @Nullable Thread owner() {
    return owner;
  }

  @Nullable Chunk lent() {
    return lent;
  }

  void lent(@Nullable Chunk chunk) {
    lent = chunk;
  }
}
