package io.jackfield.server;

import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

/** The engines every test of datagrams runs on. */
enum DatagramEngines {
  ITERATIVE,
  VIRTUAL,
  LOOP,
  LOOP_ON_POLL,
  LOOP_ON_SELECT,
  LOOP_ON_IO_URING,
  LOOP_ON_NIO;

  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(20);

  /** A server that serves at any free port. */
  Server start(Supplier<? extends DatagramRequestHandler> handler) throws IOException {
    return start(Peer.ANY_PORT, handler, new ServerHooks<>() {});
  }

  Server start(
      InetSocketAddress at,
      Supplier<? extends DatagramRequestHandler> handler,
      ServerHooks<DatagramRequest> hooks)
      throws IOException {
    return switch (this) {
      case ITERATIVE -> blocking(at, Engine.iterative()).handler(handler).hooks(hooks).start();
      case VIRTUAL -> blocking(at, Engine.virtualThreads()).handler(handler).hooks(hooks).start();
      case LOOP -> onLoop(at).driver(Drivers::epoll).handler(handler).hooks(hooks).start();
      case LOOP_ON_POLL -> onLoop(at).driver(Drivers::poll).handler(handler).hooks(hooks).start();
      case LOOP_ON_SELECT ->
          onLoop(at).driver(Drivers::select).handler(handler).hooks(hooks).start();
      case LOOP_ON_IO_URING ->
          onLoop(at).driver(Drivers::ioUring).handler(handler).hooks(hooks).start();
      case LOOP_ON_NIO -> onLoop(at).driver(Drivers::nio).handler(handler).hooks(hooks).start();
    };
  }

  private static ServerBuilder<DatagramRequest, UdpServer> blocking(
      InetSocketAddress at, Engine engine) {
    return UdpServer.at(at).engine(engine).drainTimeout(DRAIN_TIMEOUT);
  }

  private static LoopDatagramServerBuilder onLoop(InetSocketAddress at) {
    return LoopDatagramServer.at(at).drainTimeout(DRAIN_TIMEOUT);
  }
}
