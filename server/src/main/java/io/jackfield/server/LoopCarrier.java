package io.jackfield.server;

import io.jackfield.reactor.BlockingStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection of an event loop, in the blocking style. */
final class LoopCarrier implements Carrier {
  private static final int PART_BYTES = 16_384;

  /** Told, on any thread, that a receive begins to wait which would stop if nothing came. */
  private final Runnable wouldStop;

  private volatile @Nullable BlockingStream stream;

  /** Whether what is waited for would be given up for an end; null where nothing is waited for. */
  private volatile @Nullable BooleanSupplier stop;

  /** How long a call may wait, as the stream knows. */
  private Duration timeout;

  LoopCarrier(Runnable wouldStop, Duration timeout) {
    this.wouldStop = wouldStop;
    this.timeout = timeout;
  }

  /** The connection is made. */
  void carriedBy(BlockingStream made) {
    stream = made;
  }

  private BlockingStream stream() {
    return Objects.requireNonNull(stream, "not connected");
  }

  @Override
  public void waitAtMost(Duration limit) {
    if (!limit.equals(timeout)) {
      timeout = limit;
      stream().timeout(limit);
    }
  }

  @Override
  public @Nullable ByteBuffer receive(Supplier<ByteBuffer> room, BooleanSupplier stopIfIdle)
      throws IOException {
    stop = stopIfIdle;
    try {
      if (stopIfIdle.getAsBoolean()) {
        wouldStop.run();
      }
      return stream().read(room);
    } finally {
      stop = null;
    }
  }

  /** Whether the client is waited for, and need not be. Any thread. */
  boolean mayStop() {
    BooleanSupplier asked = stop;
    return asked != null && asked.getAsBoolean();
  }

  /** Whether a receive has reached the loop and waits there. */
  boolean isWaiting() {
    return stream().isReadWaiting();
  }

  /** Has the client's words end with what has arrived. Any thread. */
  void endInput() {
    stream().endInput();
  }

  /** A part at a time, so that it can be looked how long all of it takes. */
  @Override
  public int send(ByteBuffer from) throws IOException {
    int limit = from.limit();
    try {
      return stream().write(from.limit(Math.min(limit, from.position() + PART_BYTES)));
    } finally {
      from.limit(limit);
    }
  }

  @Override
  public void end() {
    stream().endOutput();
  }

  @Override
  public int available() {
    return stream().available();
  }

  /** The loop itself looks after its conversations when it stops: {@link LoopDrain}. */
  @Override
  public void wake() {}

  /** The loop lingers by itself. */
  @Override
  public void close(boolean cutOff) {
    stream().close();
  }

  @Override
  public void abort() {
    BlockingStream made = stream;
    if (made != null) {
      made.abort();
    }
  }
}
