package io.jackfield.server;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.ReactorBuilder.DriverSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what a {@link LoopDatagramServer} is to be, then opens it. Used by one thread. */
public final class LoopDatagramServerBuilder {
  private final InetSocketAddress address;
  private @Nullable Supplier<? extends BaseRequestHandler<DatagramRequest>> handler;
  private LoopChoice loop = LoopChoice.OWN;
  private boolean sharesPort;
  private String name = "server";
  private ServerHooks<DatagramRequest> hooks = new ServerHooks<>() {};
  private int queueMessages = DatagramOptions.DEFAULTS.queueMessages();
  private long queueBytes = DatagramOptions.DEFAULTS.queueBytes();
  private Duration drainTimeout = ServerBuilder.DEFAULT_DRAIN_TIMEOUT;

  LoopDatagramServerBuilder(InetSocketAddress address) {
    this.address = address;
  }

  /** Makes the handler of each datagram, which must not wait. Required. */
  public LoopDatagramServerBuilder handler(
      Supplier<? extends BaseRequestHandler<DatagramRequest>> handler) {
    this.handler = Objects.requireNonNull(handler);
    return this;
  }

  /** A loop of its own, which waits with this; with epoll if nothing is said. */
  public LoopDatagramServerBuilder driver(DriverSource driver) {
    this.loop = new LoopChoice(Objects.requireNonNull(driver), null);
    return this;
  }

  /** A loop that carries other servers too, and serves them together. */
  public LoopDatagramServerBuilder on(ServerLoop shared) {
    this.loop = new LoopChoice(loop.driver(), Objects.requireNonNull(shared));
    return this;
  }

  /** Whether others of this program have the address too. */
  LoopDatagramServerBuilder sharesPort(boolean shares) {
    this.sharesPort = shares;
    return this;
  }

  /** Who is told and asked. */
  public LoopDatagramServerBuilder hooks(ServerHooks<DatagramRequest> hooks) {
    this.hooks = Objects.requireNonNull(hooks);
    return this;
  }

  /** The name of the server's thread. */
  public LoopDatagramServerBuilder name(String name) {
    this.name = Objects.requireNonNull(name);
    return this;
  }

  /**
   * How many answers may wait for the network, and how many bytes those may have; if nothing is
   * said 1,024 and 1 MiB.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public LoopDatagramServerBuilder queue(int messages, long bytes) {
    if (messages < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "a queue of " + messages + " messages, " + bytes + " bytes");
    }
    this.queueMessages = messages;
    this.queueBytes = bytes;
    return this;
  }

  /** As {@link ServerBuilder#drainTimeout}. */
  public LoopDatagramServerBuilder drainTimeout(Duration drainTimeout) {
    this.drainTimeout = ServerBuilder.atMostAYear(drainTimeout);
    return this;
  }

  /**
   * Opens the server: bound, but not serving yet.
   *
   * @throws IOException as {@code bind} does: {@link io.jackfield.socket.AddressInUseException},
   *     {@link io.jackfield.socket.BindDeniedException}, …; or if the driver cannot be had
   * @throws IllegalStateException if no handler was said
   */
  public LoopDatagramServer open() throws IOException {
    handler();
    return LoopPlace.open(loop, drainTimeout, place -> LoopDatagramServer.open(this, place));
  }

  /** Opens the server and has it serve on a thread of its own; returns when it receives. */
  public LoopDatagramServer start() throws IOException {
    LoopDatagramServer server = open();
    Thread.ofPlatform().name(name).start(server::serveForever);
    return server;
  }

  InetSocketAddress address() {
    return address;
  }

  Supplier<? extends BaseRequestHandler<DatagramRequest>> handler() {
    Supplier<? extends BaseRequestHandler<DatagramRequest>> said = handler;
    if (said == null) {
      throw new IllegalStateException("a server needs a handler: call handler(MyHandler::new)");
    }
    return said;
  }

  ServerHooks<DatagramRequest> hooks() {
    return hooks;
  }

  /** Answers that wait when the server stops have until its drain time-out. */
  DatagramOptions.Builder datagramOptions() {
    DatagramOptions.Builder options =
        DatagramOptions.builder().queue(queueMessages, queueBytes).closeTimeout(drainTimeout);
    if (sharesPort) {
      options.socketOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    return options;
  }
}
