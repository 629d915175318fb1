package io.jackfield.cli;

import io.jackfield.server.BaseRequestHandler;
import io.jackfield.server.BaseServer;
import io.jackfield.server.LoopDatagramServer;
import io.jackfield.server.LoopDatagramServerBuilder;
import io.jackfield.server.LoopServer;
import io.jackfield.server.LoopServerBuilder;
import io.jackfield.server.Request;
import io.jackfield.server.Server;
import io.jackfield.server.ServerBuilder;
import io.jackfield.server.ServerCounts;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.SpreadServer;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UdpServer;
import io.jackfield.service.Service;
import io.jackfield.socket.ProcessSignals;
import io.jackfield.socket.address.Addresses;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Services opened together, served together, stopped together. Used by the command's thread. */
final class ServerGroup {
  /** How much longer than the drain time-out a server may take to end. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final ServerCounts NOTHING = new ServerCounts(0, 0, 0, 0, 0, 0);

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

  /** Opens a service's TCP form; what cannot be opened is noted in {@link #refused}. */
  void openTcp(Service service, InetSocketAddress address) {
    Service.Stream form = service.stream();
    if (form == null) {
      return;
    }
    if (options.isLoop()) {
      open(
          service,
          "tcp",
          address,
          () -> loops().open(address, at -> onLoop(service, "tcp", form, at)));
    } else {
      open(service, "tcp", form.handler(), TcpServer.at(address), address);
    }
  }

  /** What {@link #openTls} needs; null for no TLS. */
  void tls(@Nullable TlsServerConfig config) {
    tls = config;
  }

  /** As {@link #openTcp}, under TLS. */
  void openTls(Service service, InetSocketAddress address) {
    Service.Stream form = service.stream();
    TlsServerConfig config = tls;
    if (form == null || config == null) {
      return;
    }
    if (options.isLoop()) {
      open(
          service,
          "tls",
          address,
          () -> loops().open(address, at -> onLoop(service, "tls", form, at).tls(config)));
    } else {
      open(service, "tls", form.handler(), TcpServer.at(address).tls(config), address);
    }
  }

  /** Opens a service's UDP form; what cannot be opened is noted in {@link #refused}. */
  void openUdp(Service service, InetSocketAddress address) {
    Service.Datagram form = service.datagram();
    if (form == null) {
      return;
    }
    if (options.isLoop()) {
      open(
          service,
          "udp",
          address,
          () -> loops().openDatagrams(address, at -> onLoop(service, form, at)));
    } else {
      open(service, "udp", form.handler(), UdpServer.at(address), address);
    }
  }

  private <R extends Request, S extends BaseServer<R>> void open(
      Service service,
      String scheme,
      Supplier<? extends BaseRequestHandler<R>> handler,
      ServerBuilder<R, S> builder,
      InetSocketAddress address) {
    open(
        service,
        scheme,
        address,
        () ->
            builder
                .name(service.name() + "-" + scheme)
                .handler(handler)
                .engine(options.engine())
                .idleTimeout(options.idleTimeout())
                .drainTimeout(options.drainTimeout())
                .hooks(new TellingHooks<>(service.name(), scheme, log, options.quiet()))
                .open());
  }

  private LoopServerBuilder onLoop(
      Service service, String scheme, Service.Stream form, InetSocketAddress address) {
    return LoopServer.at(address)
        .exchange(form.exchange())
        .idleTimeout(options.idleTimeout())
        .drainTimeout(options.drainTimeout())
        .hooks(new TellingHooks<>(service.name(), scheme, log, options.quiet()));
  }

  private LoopDatagramServerBuilder onLoop(
      Service service, Service.Datagram form, InetSocketAddress address) {
    return LoopDatagramServer.at(address)
        .handler(form.handler())
        .drainTimeout(options.drainTimeout())
        .hooks(new TellingHooks<>(service.name(), "udp", log, options.quiet()));
  }

  private ServerLoops loops() throws IOException {
    ServerLoops shared = loops;
    if (shared == null) {
      shared = ServerLoops.open(options.loops(), options.driver());
      loops = shared;
    }
    return shared;
  }

  /** Binds and listens. */
  private interface Opening {
    Server open() throws IOException;
  }

  private void open(Service service, String scheme, InetSocketAddress address, Opening opening) {
    try {
      listening.add(new Listening(service, scheme, opening.open()));
    } catch (IOException e) {
      refused.add(
          "%s cannot listen on %s://%s: %s"
              .formatted(service.name(), scheme, Addresses.text(address), Sentences.ofBind(e)));
    }
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
        listening.stream().map(one -> one.server().counts()).reduce(NOTHING, ServerCounts::plus);
    return "stopped after %d request%s".formatted(all.taken(), all.taken() == 1 ? "" : "s")
        + byLoop()
        + part(all.failed(), "failed")
        + part(all.timedOut(), "silent for too long")
        + part(all.tooLong(), "not answered, too long for a datagram")
        + part(all.dropped(), "not answered, the network too slow");
  }

  /** How they were spread: {@code (by loop: 7, 5)}; nothing where there is but one. */
  private String byLoop() {
    if (!options.isLoop() || options.loops() == 1) {
      return "";
    }
    long[] taken = new long[options.loops()];
    for (Listening one : listening) {
      if (one.server() instanceof SpreadServer spread) {
        List<ServerCounts> counts = spread.countsByLoop();
        Arrays.setAll(taken, i -> taken[i] + counts.get(i).taken());
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
