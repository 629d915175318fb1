package io.jackfield.reactor;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link BlockingStream}: a call that the loop serves while its caller waits,
 * parked. On a thread that the loop carries it is served at once; from any other it goes to the
 * loop as a task. Either way only the loop touches the connection, and the caller's buffer until
 * the call is done.
 */
abstract class WaitingCall implements EventLoop.Owed {
  private static final int IDLE = -2;
  private static final int PENDING = -3;
  private static final int FAILED = -4;

  private static final VarHandle RESULT;

  static {
    try {
      RESULT = MethodHandles.lookup().findVarHandle(WaitingCall.class, "result", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final BlockingConnection connection;

  /**
   * How many bytes, -1 for the end, or one of the states above: who sees one that is done owns all.
   * Written by release, since who writes goes on to wake the other, or has nobody to tell.
   */
  @SuppressWarnings("UnusedVariable") // It is read by RESULT.
  private int result = IDLE;

  private @Nullable IOException failure;
  private @Nullable Thread caller;
  private @Nullable ByteBuffer buffer;

  /** Gives the buffer where there is none yet. */
  private @Nullable Supplier<ByteBuffer> lender;

  /** The array that was used last, so that one used again needs no new buffer around it. */
  private @Nullable ByteBuffer wrapped;

  /** Whether the loop has it and it is not done. Loop's. */
  private boolean isWanted;

  /** When it began to wait, or last got on. Loop's. */
  private long sinceNanos;

  WaitingCall(BlockingConnection connection) {
    this.connection = connection;
  }

  // ---- the caller's -----------------------------------------------------------------------------

  final int perform(byte[] array, int offset, int length) throws IOException {
    ByteBuffer there = wrapped;
    if (there == null || !isAround(there, array)) {
      there = ByteBuffer.wrap(array);
    }
    claim(); // Of two callers of one array, one must not move the other's buffer.
    wrapped = there;
    buffer = there.limit(offset + length).position(offset);
    return release(await());
  }

  @SuppressWarnings({"ReferenceEquality", "ByteBufferBackingArray"}) // All of it, made by wrap.
  private static boolean isAround(ByteBuffer buffer, byte[] array) {
    return buffer.array() == array;
  }

  /**
   * Has the loop do it with {@code data}, and waits.
   *
   * @throws IOException what {@link #fail} was given
   */
  final int perform(ByteBuffer data) throws IOException {
    claim();
    buffer = data;
    return release(await());
  }

  /**
   * As above, with a buffer that is taken from {@code room} when there are bytes for it.
   *
   * @return that buffer, flipped; null for the end
   */
  final @Nullable ByteBuffer perform(Supplier<ByteBuffer> room) throws IOException {
    claim();
    lender = room;
    int outcome = await();
    ByteBuffer taken = buffer;
    return release(outcome) < 0 || taken == null ? null : taken.flip();
  }

  /** Makes the call ours, until {@link #release}. */
  final void claim() {
    Blocking.requireOwnThread(connection.loop());
    if (!RESULT.compareAndSet(this, IDLE, PENDING)) {
      throw twoAtOnce();
    }
    caller = Thread.currentThread();
  }

  /** Has the loop do what was claimed, and waits. */
  final int await() {
    Thread us = Thread.currentThread();
    EventLoop loop = connection.loop();
    boolean carried = loop.isOwner();
    if (carried) {
      serve(us);
    } else if (!loop.offer(this)) {
      loopEnded();
    }
    boolean interrupted = false;
    int outcome;
    while ((outcome = (int) RESULT.getAcquire(this)) == PENDING) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true; // Our buffer is the loop's until it says that it is done.
        connection.interrupted();
      }
    }
    if (carried) {
      loop.threads().seen(us);
    }
    if (interrupted) {
      us.interrupt();
    }
    return outcome;
  }

  /** What came of it, which was all that the caller wanted of the call. */
  final int release(int outcome) throws IOException {
    IOException why = failure;
    failure = null;
    caller = null;
    buffer = null;
    lender = null;
    RESULT.setRelease(this, IDLE);
    if (why != null) {
      throw why;
    }
    return outcome;
  }

  private void serve(Thread us) {
    connection.loop().threads().seen(us);
    run();
  }

  /** Whether the same loop carries both connections. */
  final boolean isOnLoopOf(WaitingCall other) {
    return connection.loop().equals(other.connection.loop());
  }

  /** What who calls while another call goes on is told. */
  abstract IllegalStateException twoAtOnce();

  // ---- the loop's -------------------------------------------------------------------------------

  /** A call begins. */
  @Override
  public final void run() {
    isWanted = true;
    gotOn();
    attempt();
    if (isWanted) {
      connection.limits().waits();
    }
  }

  /** The loop has ended; by its thread, or by the caller itself. */
  @Override
  public final void loopEnded() {
    fail(new ReactorStoppingException());
  }

  /** Does what can be done now, and ends in {@link #done} or {@link #fail} if that is enough. */
  abstract void attempt();

  final boolean isWanted() {
    return isWanted;
  }

  /** Tries again if somebody waits. */
  final void again() {
    if (isWanted) {
      attempt();
    }
  }

  final void gotOn() {
    sinceNanos = connection.loop().nowNanos();
  }

  final long sinceNanos() {
    return sinceNanos;
  }

  /**
   * Takes a buffer for what has come, where there is none yet. Only while it is wanted.
   *
   * @return whether there is one; if not, the call has failed, since who was to give one has thrown
   */
  @SuppressWarnings("NullAway") // While it is wanted it is there, or who gives it.
  final boolean hasBuffer() {
    if (buffer == null) {
      try {
        buffer = lender.get();
      } catch (RuntimeException | OutOfMemoryError e) {
        failure = new IOException("no buffer for what has come", e);
        done(FAILED);
        return false;
      }
    }
    return true;
  }

  /** The caller's bytes or room for some. Only while it is wanted, and there. */
  @SuppressWarnings("NullAway")
  final ByteBuffer buffer() {
    return buffer;
  }

  final void done(int bytes) {
    isWanted = false;
    Thread waiting = caller;
    RESULT.setRelease(this, bytes); // From here on all is the caller's.
    if (!Thread.currentThread().equals(waiting)) {
      LockSupport.unpark(waiting);
    }
  }

  final void fail(IOException why) {
    failure = connection.raised(why);
    done(FAILED);
  }
}
