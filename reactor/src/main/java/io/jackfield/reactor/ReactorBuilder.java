package io.jackfield.reactor;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.CachingResolver;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.SystemResolver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A reactor being put together. For one thread. */
public final class ReactorBuilder {
  /** Opens a driver. */
  @FunctionalInterface
  public interface DriverSource {
    Driver open() throws IOException;
  }

  /** How long a turn may take before the watchdog speaks, if nothing else is said. */
  public static final Duration DEFAULT_STALL_THRESHOLD = Duration.ofMillis(100);

  private DriverSource driver;
  private @Nullable Executor pool;
  private @Nullable Resolver resolver;
  private @Nullable Duration stallThreshold = DEFAULT_STALL_THRESHOLD;
  private Duration spin = Duration.ZERO;

  ReactorBuilder(DriverSource driver) {
    this.driver = driver;
  }

  /** Another driver, as {@code Drivers::poll} or a simulated network's. */
  public ReactorBuilder driver(DriverSource source) {
    driver = source;
    return this;
  }

  /** Other threads for {@link Reactor#deferToThread}, which stay the caller's. */
  public ReactorBuilder pool(Executor threads) {
    pool = threads;
    return this;
  }

  /** Another resolver of host names. */
  public ReactorBuilder resolver(Resolver names) {
    resolver = names;
    return this;
  }

  /** After how long a turn the watchdog speaks; null for no watchdog. */
  public ReactorBuilder stallThreshold(@Nullable Duration threshold) {
    if (threshold != null && !threshold.isPositive()) {
      throw new IllegalArgumentException("a stall's threshold must be positive: " + threshold);
    }
    stallThreshold = threshold;
    return this;
  }

  /**
   * For how long its loop, when there is nothing to do, asks the driver over and over again before
   * it goes to sleep in it: what happens by then is seen some microseconds earlier, for a processor
   * that is busy meanwhile. Zero, which is the default, for never; {@code
   * ChronoUnit.FOREVER.getDuration()} for a loop that never sleeps. Each look counts as a turn.
   * Only {@link Reactor#run} does so: who calls {@link Reactor#turn} may call it as often as he
   * likes, and virtual time would stand still.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public ReactorBuilder spin(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a loop cannot spin for " + time);
    }
    spin = time;
    return this;
  }

  /**
   * The reactor, which does not run yet.
   *
   * @throws IOException if the driver cannot be had
   */
  public Reactor build() throws IOException {
    return new Reactor(this, driver.open());
  }

  Executor pool() {
    Executor own = pool;
    return own == null ? WorkPool.named("reactor") : own;
  }

  boolean ownsPool() {
    return pool == null;
  }

  Resolver resolver() {
    Resolver own = resolver;
    return own == null ? new CachingResolver(new SystemResolver()) : own;
  }

  Duration spin() {
    return spin;
  }

  Optional<Duration> stallThreshold() {
    return Optional.ofNullable(stallThreshold);
  }
}
