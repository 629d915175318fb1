package io.jackfield.reactor;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits and settings of handlers in the blocking style.
 *
 * @param timeout how long a read may wait for the first byte, and a write for the peer to take some
 * @param deadline how long the whole conversation may take; null for as long as it likes
 * @param stopTimeout how long a handler may go on when the reactor stops
 * @param readAheadBytes when so much has arrived that nobody has read, the peer is held up
 * @param onLoop whether the loop itself runs handlers, where the JVM lets it; false for ordinary
 *     virtual threads, on all processors: for handlers that compute, or block in the JDK
 */
public record BlockingOptions(
    Duration timeout,
    @Nullable Duration deadline,
    Duration stopTimeout,
    int readAheadBytes,
    boolean onLoop) {

  /** Ten minutes; no deadline; 5 s; 64 KiB; on the loop. */
  public static final BlockingOptions DEFAULTS =
      new BlockingOptions(Duration.ofMinutes(10), null, Duration.ofSeconds(5), 65_536, true);

  /** Checks them. */
  public BlockingOptions {
    requirePositive(timeout, "time-out");
    if (deadline != null) {
      requirePositive(deadline, "deadline");
    }
    if (stopTimeout.isNegative()) {
      throw new IllegalArgumentException("a negative time-out to stop: " + stopTimeout);
    }
    if (readAheadBytes < 1) {
      throw new IllegalArgumentException("nothing may arrive: " + readAheadBytes + " bytes");
    }
  }

  static void requirePositive(Duration limit, String what) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("a " + what + " must be positive: " + limit);
    }
  }

  /** The defaults, to be changed. */
  public static Builder builder() {
    return new Builder();
  }

  /** Options being put together. For one thread. */
  public static final class Builder {
    private Duration timeout = DEFAULTS.timeout;
    private @Nullable Duration deadline = DEFAULTS.deadline;
    private Duration stopTimeout = DEFAULTS.stopTimeout;
    private int readAheadBytes = DEFAULTS.readAheadBytes;
    private boolean onLoop = DEFAULTS.onLoop;

    private Builder() {}

    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    public Builder deadline(@Nullable Duration limit) {
      deadline = limit;
      return this;
    }

    public Builder stopTimeout(Duration limit) {
      stopTimeout = limit;
      return this;
    }

    public Builder readAheadBytes(int bytes) {
      readAheadBytes = bytes;
      return this;
    }

    public Builder onLoop(boolean carried) {
      onLoop = carried;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if a limit is not positive
     */
    public BlockingOptions build() {
      return new BlockingOptions(timeout, deadline, stopTimeout, readAheadBytes, onLoop);
    }
  }
}
