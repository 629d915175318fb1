package io.jackfield.conformance.reactor;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where the suite runs: what carries the reactors, and how they are made to turn. */
enum World {
  EPOLL,
  POLL,
  SELECT;

  private ReactorBuilder builder() {
    ReactorBuilder builder = Reactor.builder().stallThreshold(null);
    return switch (this) {
      case EPOLL -> builder.driver(Drivers::epoll);
      case POLL -> builder.driver(Drivers::poll);
      case SELECT -> builder.driver(Drivers::select);
    };
  }

  /** A running one; the calling thread is the loop's. */
  Scene open() throws IOException {
    return new KernelScene(make());
  }

  /** A reactor that does not run yet. */
  Reactor make() throws IOException {
    return builder().build();
  }

  /** A server and a client that can reach each other. */
  interface Scene extends AutoCloseable {
    Reactor server();

    Reactor client();

    /** Turns until {@code done}; fails when that takes too long. */
    void until(BooleanSupplier done);

    /** Turns once, without waiting for anything. */
    void step();

    /** An address where nobody answers, not even to refuse. */
    SocketAddress silentAddress() throws IOException;

    /** Turns for that long, by the clock of the reactors. */
    void pass(Duration time);

    /** Stops all, and fails if anything is left over. */
    @Override
    void close();
  }
}
