package io.jackfield.conformance.reactor;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.testkit.LinkProfile;
import io.jackfield.testkit.Quirks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Where the suite runs: what carries the reactors, and how they are made to turn. */
enum World {
  IO_URING,
  EPOLL,
  POLL,
  SELECT,
  NIO,
  PARKING,
  /** The simulated network at its best. */
  SIMULATED,
  /** The same, doing everything late, in part and twice wherever the seam allows it. */
  CAPRICIOUS,
  IO_URING_TLS,
  EPOLL_TLS,
  POLL_TLS,
  SELECT_TLS,
  NIO_TLS,
  PARKING_TLS,
  SIMULATED_TLS,
  CAPRICIOUS_TLS;

  private static final long SEED = Long.getLong("jackfield.seed", 1);

  boolean isSimulated() {
    return name().startsWith("SIMULATED") || name().startsWith("CAPRICIOUS");
  }

  boolean isTls() {
    return name().endsWith("_TLS");
  }

  /** A running one; the calling thread is the loop's. */
  Scene open() throws IOException {
    return switch (this) {
      case IO_URING -> new KernelScene(Drivers::ioUring, Wire.PLAIN);
      case EPOLL -> new KernelScene(Drivers::epoll, Wire.PLAIN);
      case POLL -> new KernelScene(Drivers::poll, Wire.PLAIN);
      case SELECT -> new KernelScene(Drivers::select, Wire.PLAIN);
      case NIO -> new KernelScene(Drivers::nio, Wire.PLAIN);
      case PARKING -> new KernelScene(Drivers::parking, Wire.PLAIN);
      case SIMULATED -> new SimulatedScene(SEED, Quirks.NONE, LinkProfile.LOOPBACK, Wire.PLAIN);
      case CAPRICIOUS -> new SimulatedScene(SEED, Quirks.ALL, LinkProfile.LAN, Wire.PLAIN);
      case IO_URING_TLS -> new KernelScene(Drivers::ioUring, Wire.TLS);
      case EPOLL_TLS -> new KernelScene(Drivers::epoll, Wire.TLS);
      case POLL_TLS -> new KernelScene(Drivers::poll, Wire.TLS);
      case SELECT_TLS -> new KernelScene(Drivers::select, Wire.TLS);
      case NIO_TLS -> new KernelScene(Drivers::nio, Wire.TLS);
      case PARKING_TLS -> new KernelScene(Drivers::parking, Wire.TLS);
      case SIMULATED_TLS -> new SimulatedScene(SEED, Quirks.NONE, LinkProfile.LOOPBACK, Wire.TLS);
      case CAPRICIOUS_TLS -> new SimulatedScene(SEED, Quirks.ALL, LinkProfile.LAN, Wire.TLS);
    };
  }

  /** A shortage, which its close ends. */
  interface Scarcity extends AutoCloseable {
    @Override
    void close();
  }

  /** A server and a client that can reach each other. */
  interface Scene extends AutoCloseable {
    Reactor server();

    Reactor client();

    /** What is spoken on the connections. */
    Wire wire();

    default ListeningPort listen(ProtocolFactory factory) throws IOException {
      return listen(factory, StreamOptions.DEFAULTS);
    }

    default ListeningPort listen(ProtocolFactory factory, StreamOptions options)
        throws IOException {
      return server().listen(anyPort(), wire().server(factory), options);
    }

    default ListeningPort listenAt(SocketAddress local, ProtocolFactory factory)
        throws IOException {
      return server().listen(local, wire().server(factory));
    }

    default CompletableFuture<Protocol> connect(SocketAddress to, ProtocolFactory factory) {
      return connect(to, factory, StreamOptions.DEFAULTS);
    }

    default CompletableFuture<Protocol> connect(
        SocketAddress to, ProtocolFactory factory, StreamOptions options) {
      return wire().connect(client(), to, factory, options);
    }

    /** Where the server may listen, at a port that is free. */
    InetSocketAddress anyPort();

    /** Turns until {@code done}; fails when that takes too long. */
    void until(BooleanSupplier done);

    /** Turns once, without waiting for anything. */
    void step();

    /** An address where nobody answers, not even to refuse. */
    SocketAddress silentAddress() throws IOException;

    /** Takes all descriptors the server could have, until it is closed. */
    Scarcity exhaustServerDescriptors() throws IOException;

    /** Turns for that long, by the clock of the reactors. */
    void pass(Duration time);

    /** Stops all, and fails if anything is left over. */
    @Override
    void close();
  }
}
