package io.jackfield.socket;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Remembers what another resolver said, failures too, and asks it once where many ask at the same
 * time. At its limit it forgets what was not asked for longest.
 */
public final class CachingResolver implements Resolver {
  /** How many hosts are remembered if nothing else is said. */
  public static final int DEFAULT_HOSTS = 1_024;

  /** How long an answer is remembered if nothing else is said. */
  public static final Duration DEFAULT_KEPT = Duration.ofSeconds(30);

  /** How long it is remembered that there is no such host, if nothing else is said. */
  public static final Duration DEFAULT_FAILURE_KEPT = Duration.ofSeconds(5);

  /**
   * What is remembered, and for how long.
   *
   * @param hosts how many at most, at least 1
   * @param kept how long an answer is
   * @param failureKept how long a failure is
   */
  public record Limits(int hosts, Duration kept, Duration failureKept) {
    /** The defaults above. */
    public static final Limits DEFAULT =
        new Limits(DEFAULT_HOSTS, DEFAULT_KEPT, DEFAULT_FAILURE_KEPT);

    /** Refuses what makes no sense. */
    public Limits {
      if (hosts < 1 || kept.isNegative() || failureKept.isNegative()) {
        throw new IllegalArgumentException(
            "at least one host, no negative times: " + hosts + ", " + kept + ", " + failureKept);
      }
    }
  }

  /** An answer, or the wait for it. */
  private record Answer(CompletableFuture<List<InetAddress>> future, long askedMillis) {}

  private final Resolver source;
  private final Limits limits;
  private final InstantSource clock;

  /** Guarded by itself. */
  private final Map<String, Answer> entries;

  /** Remembers what {@code source} says, by the system's clock. */
  public CachingResolver(Resolver source) {
    this(source, Limits.DEFAULT, InstantSource.system());
  }

  /** Remembers what {@code source} says within {@code limits}, by {@code clock}. */
  public CachingResolver(Resolver source, Limits limits, InstantSource clock) {
    this.source = source;
    this.limits = limits;
    this.clock = clock;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > limits.hosts();
          }
        };
  }

  @Override
  public CompletableFuture<List<InetAddress>> resolve(String host) {
    long now = clock.millis();
    CompletableFuture<List<InetAddress>> made = new CompletableFuture<>();
    synchronized (entries) {
      Answer known = entries.get(host);
      if (known != null && isGood(known, now)) {
        return known.future().copy();
      }
      entries.put(host, new Answer(made, now));
    }
    // Not under the lock: a source may answer, or call back, at once.
    var _ =
        source
            .resolve(host)
            .whenComplete((addresses, failure) -> {
              if (failure != null) {
                made.completeExceptionally(failure);
              } else {
                made.complete(addresses);
              }
            });
    return made.copy();
  }

  private boolean isGood(Answer answer, long nowMillis) {
    if (!answer.future().isDone()) {
      return true;
    }
    Duration kept =
        answer.future().isCompletedExceptionally() ? limits.failureKept() : limits.kept();
    return nowMillis - answer.askedMillis() < kept.toMillis();
  }

  /** Forgets everything. */
  public void clear() {
    synchronized (entries) {
      entries.clear();
    }
  }
}
