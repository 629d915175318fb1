package io.jackfield.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How worker processes run: see {@link Engine#processes(WorkerOptions)}.
 *
 * @param workers how many there are
 * @param requests how many each answers at once, each on a virtual thread; 1 for one at a time
 * @param atLimit what is done when all have as many, of conversations; datagrams wait in the
 *     socket's buffer
 * @param recycleAfter after how many requests a worker is replaced by a new one, which is ready
 *     before the old one takes no more; 0 for never
 * @param startTimeout how long one may take until it is ready
 * @param jvmOptions options of their JVMs, after those that this JVM was started with
 * @param main whose {@code main} they run: {@link WorkerProcess}, or one that calls it. An AOT
 *     cache is for one main module: with a class of that module workers use it as well
 */
public record WorkerOptions(
    int workers,
    int requests,
    AtLimit atLimit,
    long recycleAfter,
    Duration startTimeout,
    List<String> jvmOptions,
    Class<?> main) {
  /** The most workers of a server. */
  public static final int MAX_WORKERS = 1_024;

  /** Checks them. */
  public WorkerOptions {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException("1 to " + MAX_WORKERS + " workers, not " + workers);
    }
    if (requests < 1) {
      throw new IllegalArgumentException("a limit of " + requests + " requests a worker");
    }
    if (recycleAfter < 0) {
      throw new IllegalArgumentException("a life of " + recycleAfter + " requests");
    }
    Objects.requireNonNull(atLimit);
    ServerBuilder.requirePositive(startTimeout);
    jvmOptions = List.copyOf(jvmOptions);
    Objects.requireNonNull(main);
  }

  /**
   * To be changed: a worker a processor, 1,024 requests at once each, no more connections accepted
   * then, never replaced, 30 seconds to start, no options.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Options being put together. For one thread. */
  public static final class Builder {
    private int workers = Runtime.getRuntime().availableProcessors();
    private int requests = 1_024;
    private AtLimit atLimit = AtLimit.stopAccepting();
    private long recycleAfter;
    private Duration startTimeout = Duration.ofSeconds(30);
    private List<String> jvmOptions = List.of();
    private Class<?> main = WorkerProcess.class;

    private Builder() {}

    public Builder workers(int count) {
      workers = count;
      return this;
    }

    public Builder requests(int limit) {
      requests = limit;
      return this;
    }

    public Builder atLimit(AtLimit what) {
      atLimit = what;
      return this;
    }

    public Builder recycleAfter(long many) {
      recycleAfter = many;
      return this;
    }

    public Builder startTimeout(Duration limit) {
      startTimeout = limit;
      return this;
    }

    public Builder jvmOptions(String... options) {
      jvmOptions = List.of(options);
      return this;
    }

    public Builder main(Class<?> type) {
      main = type;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public WorkerOptions build() {
      return new WorkerOptions(
          workers, requests, atLimit, recycleAfter, startTimeout, jvmOptions, main);
    }
  }
}
