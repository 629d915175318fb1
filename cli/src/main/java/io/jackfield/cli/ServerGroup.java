package io.jackfield.cli;

import io.jackfield.reactor.SocketPath;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramServerBuilder;
import io.jackfield.server.Engine;
import io.jackfield.server.Request;
import io.jackfield.server.ServerBuilder;
import io.jackfield.server.ServerCounts;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UdpServer;
import io.jackfield.server.UnixDatagramServer;
import io.jackfield.server.UnixStreamServer;
import io.jackfield.service.NamedServices;
import io.jackfield.service.Service;
import io.jackfield.socket.ProcessSignals;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Services opened together, served together, stopped together. Used by the command's thread. */
final class ServerGroup {
  /** How much longer than the drain time-out a server may take to end. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final ServingOptions options;
  private final PrintStream err;
  private final EventLog log;
  private final List<Listening> listening = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private @Nullable TlsServerConfig tls;

  /** What carries all of them on the engine 'loop'; made with the first. */
  private @Nullable ServerLoops loops;

  ServerGroup(ServingOptions options, PrintStream err) {
    this.options = options;
    this.err = err;
    this.log = new EventLog(err);
  }

  /** What {@link #openTls} needs; null for no TLS. */
  void tls(@Nullable TlsServerConfig config) {
    tls = config;
  }

  /** Opens a service's TCP form; what cannot be opened is noted in {@link #refused}. */
  void openTcp(Service service, InetSocketAddress address) {
    openStream(service, "tcp", address, builder -> builder);
  }

  /** As {@link #openTcp}, under TLS. */
  void openTls(Service service, InetSocketAddress address) {
    TlsServerConfig config = tls;
    if (config != null) {
      openStream(service, "tls", address, builder -> builder.tls(config));
    }
  }

  /** As {@link #openTcp}, in the Unix domain: at a path or an abstract name. */
  void openUnix(Service service, SocketAddress address, SocketPath path) {
    Service.Stream form = service.stream();
    if (form != null) {
      open(
          service,
          "unix",
          address,
          () ->
              answering(service, form, unixStreams(address).path(path))
                  .idleTimeout(options.idleTimeout()));
    }
  }

  private static StreamServerBuilder<UnixStreamServer> unixStreams(SocketAddress address) {
    return address instanceof AbstractUnixAddress name
        ? UnixStreamServer.at(name)
        : UnixStreamServer.at((UnixDomainSocketAddress) address);
  }

  private void openStream(
      Service service,
      String scheme,
      InetSocketAddress address,
      UnaryOperator<StreamServerBuilder<TcpServer>> more) {
    Service.Stream form = service.stream();
    if (form != null) {
      open(
          service,
          scheme,
          address,
          () ->
              answering(service, form, more.apply(TcpServer.at(address)))
                  .idleTimeout(options.idleTimeout()));
    }
  }

  private <S extends BaseServer> StreamServerBuilder<S> answering(
      Service service, Service.Stream form, StreamServerBuilder<S> builder) {
    return options.isProcesses()
        ? builder.exchange(NamedServices.Stream.class, NamedServices.settings(service.name()))
        : builder.exchange(form.exchange());
  }

  private <S extends BaseServer> DatagramServerBuilder<S> answering(
      Service service, Service.Datagram form, DatagramServerBuilder<S> builder) {
    return options.isProcesses()
        ? builder.exchange(NamedServices.Datagrams.class, NamedServices.settings(service.name()))
        : builder.exchange(form.exchange());
  }

  /** Opens a service's UDP form; what cannot be opened is noted in {@link #refused}. */
  void openUdp(Service service, InetSocketAddress address) {
    Service.Datagram form = service.datagram();
    if (form != null) {
      open(service, "udp", address, () -> answering(service, form, UdpServer.at(address)));
    }
  }

  /** As {@link #openUdp}, in the Unix domain. */
  void openUnixDatagrams(Service service, SocketAddress address, SocketPath path) {
    Service.Datagram form = service.datagram();
    if (form != null) {
      open(
          service,
          "unix-dgram",
          address,
          () -> answering(service, form, unixDatagrams(address).path(path)));
    }
  }

  private static DatagramServerBuilder<UnixDatagramServer> unixDatagrams(SocketAddress address) {
    return address instanceof AbstractUnixAddress name
        ? UnixDatagramServer.at(name)
        : UnixDatagramServer.at((UnixDomainSocketAddress) address);
  }

  private <R extends Request> void open(
      Service service,
      String scheme,
      SocketAddress address,
      Supplier<ServerBuilder<R, ?, ?>> builder) {
    try {
      listening.add(
          new Listening(
              service,
              scheme,
              builder
                  .get()
                  .name(service.name() + "-" + scheme)
                  .engine(engine())
                  .drainTimeout(options.drainTimeout())
                  .hooks(new TellingHooks<>(service.name(), scheme, log, options.quiet()))
                  .open()));
    } catch (IOException e) {
      refused.add(
          "%s cannot listen on %s: %s"
              .formatted(service.name(), Listening.endpoint(scheme, address), Sentences.ofBind(e)));
    } catch (UnsupportedOperationException e) { // The driver has no such sockets.
      refused.add(
          "%s cannot listen on %s: %s"
              .formatted(service.name(), Listening.endpoint(scheme, address), Sentences.of(e)));
    }
  }

  private Engine engine() throws IOException {
    return options.isLoop() ? Engine.on(loops()) : options.engine();
  }

  private ServerLoops loops() throws IOException {
    ServerLoops shared = loops;
    if (shared == null) {
      shared = ServerLoops.open(options.loops(), options.driver());
      loops = shared;
    }
    return shared;
  }

  List<Listening> listening() {
    return List.copyOf(listening);
  }

  /** A sentence for each address that could not be opened. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  /**
   * Serves all that was opened, on the loops' threads or each on one of its own, and says so, a
   * line an address.
   */
  void start() {
    ServerLoops shared = loops;
    if (shared != null) {
      Thread.ofPlatform().name("loop").start(shared::serveForever);
    }
    for (Listening one : listening) {
      if (shared == null) {
        Thread.ofPlatform()
            .name(one.service().name() + "-" + one.scheme())
            .start(one.server()::serveForever);
      }
      err.println("listening " + one.service().name() + " " + one.endpoint());
    }
    if (shared != null && options.loops() > 1) {
      err.println("serving on " + options.loops() + " loops, a thread each");
    }
  }

  /**
   * Serves until SIGTERM or SIGINT, then drains; a second signal ends the process at once. The
   * signals are caught before the first ready line is out: who has read it may send one.
   */
  void serveUntilSignalled(Runnable whenReady) throws InterruptedException {
    var signals = StopSignals.caught();
    TlsServerConfig config = tls;
    if (config != null) {
      ProcessSignals.onEach("HUP", () -> reload(config));
    }
    start();
    whenReady.run();
    signals.awaitFirst();
    // Through the log: standard error may be blocked, and that must not keep us from stopping.
    log.tell("stopping; a second signal ends at once");
    stop();
    log.tell(summary());
    log.finish();
  }

  /** Reads a few files on the JVM's thread for signals, which has nothing else to do. */
  private void reload(TlsServerConfig config) {
    try {
      config.reload();
      log.tell("certificates read again; new connections use them");
    } catch (IOException e) {
      log.tell("certificates not changed, the old ones stay: " + Sentences.of(e));
    }
  }

  private String summary() {
    ServerCounts all =
        listening.stream()
            .map(one -> one.server().counts())
            .reduce(ServerCounts.NOTHING, ServerCounts::plus);
    return "stopped after %d request%s".formatted(all.taken(), all.taken() == 1 ? "" : "s")
        + byLoop()
        + part(all.failed(), "failed")
        + part(all.timedOut(), "silent for too long")
        + part(all.tooLong(), "not answered, too long for a datagram")
        + part(all.dropped(), "not answered, the network too slow")
        + part(all.cut(), "too long to be handled")
        + part(all.notTaken(), "could not be taken");
  }

  /** How they were spread: {@code (by loop: 7, 5)}; nothing where there is but one. */
  private String byLoop() {
    if (!options.isLoop() || options.loops() == 1) {
      return "";
    }
    long[] taken = new long[options.loops()];
    for (Listening one : listening) {
      List<ServerCounts> counts = one.server().countsByLoop();
      for (int i = 0; i < counts.size(); i++) { // Of datagrams of the Unix domain one.
        taken[i] += counts.get(i).taken();
      }
    }
    return Arrays.stream(taken)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", " (by loop: ", ")"));
  }

  private static String part(long count, String what) {
    return count == 0 ? "" : ", " + count + " " + what;
  }

  /** Stops all at the same time; returns when each has drained or run out of time. */
  void stop() throws InterruptedException {
    for (Listening one : listening) {
      one.server().shutdown();
    }
    for (Listening one : listening) {
      one.server().awaitEnd(options.drainTimeout().plus(GRACE));
    }
  }

  /** Lets go of all that was opened and never served. */
  void release() {
    for (Listening one : listening) {
      one.server().close();
    }
    if (loops != null) {
      loops.close();
    }
  }
}
