package io.jackfield.service;

import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramServerBuilder;
import io.jackfield.server.Engine;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.server.WorkerOptions;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What runs the services of a test: each engine, and each driver of a loop. */
enum ServiceEngine {
  ITERATIVE,
  THREADS,
  VIRTUAL,
  PROCESSES,
  LOOP_ON_IO_URING,
  LOOP_ON_EPOLL,
  LOOP_ON_POLL,
  LOOP_ON_SELECT,
  LOOP_ON_NIO;

  /** What starts fast matters more than what runs fast; and clients are to take little memory. */
  private static final String[] QUICK = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx32m"};

  /** Whether a second conversation is held while the first is. */
  boolean isConcurrent() {
    return this != ITERATIVE;
  }

  /** One that all services share; null where it is no loop. */
  @Nullable ServerLoops loops() throws IOException {
    return switch (this) {
      case ITERATIVE, THREADS, VIRTUAL, PROCESSES -> null;
      case LOOP_ON_IO_URING -> ServerLoops.open(1, Drivers::ioUring);
      case LOOP_ON_EPOLL -> ServerLoops.open(1, Drivers::epoll);
      case LOOP_ON_POLL -> ServerLoops.open(1, Drivers::poll);
      case LOOP_ON_SELECT -> ServerLoops.open(1, Drivers::select);
      case LOOP_ON_NIO -> ServerLoops.open(1, Drivers::nio);
    };
  }

  /** Null where it is one that all services share. */
  private @Nullable Engine own() {
    return switch (this) {
      case ITERATIVE -> Engine.iterative();
      case THREADS -> Engine.threads();
      case VIRTUAL -> Engine.virtualThreads();
      case PROCESSES ->
          Engine.processes(WorkerOptions.builder().workers(1).jvmOptions(QUICK).build());
      case LOOP_ON_IO_URING, LOOP_ON_EPOLL, LOOP_ON_POLL, LOOP_ON_SELECT, LOOP_ON_NIO -> null;
    };
  }

  private Engine engine(@Nullable ServerLoops loops) {
    Engine own = own();
    return own == null ? Engine.on(Objects.requireNonNull(loops)) : own;
  }

  /** Has a server follow a service's rules on this engine. */
  <S extends BaseServer> StreamServerBuilder<S> carry(
      StreamServerBuilder<S> builder,
      Service service,
      ServiceSettings settings,
      @Nullable ServerLoops loops) {
    StreamServerBuilder<S> carried =
        this == PROCESSES
            ? NamedServices.in(builder, service, settings)
            : Objects.requireNonNull(service.stream()).in(builder);
    return carried.engine(engine(loops));
  }

  /** The same of datagrams. */
  <S extends BaseServer> DatagramServerBuilder<S> carry(
      DatagramServerBuilder<S> builder,
      Service service,
      ServiceSettings settings,
      @Nullable ServerLoops loops) {
    DatagramServerBuilder<S> carried =
        this == PROCESSES
            ? NamedServices.in(builder, service, settings)
            : builder.exchange(Objects.requireNonNull(service.datagram()).exchange());
    return carried.engine(engine(loops));
  }
}
