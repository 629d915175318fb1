package io.jackfield.cli;

import io.jackfield.cli.process.Predecessor;
import io.jackfield.cli.process.Restart;
import io.jackfield.reactor.SocketPath;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramServerBuilder;
import io.jackfield.server.Engine;
import io.jackfield.server.GivenSockets;
import io.jackfield.server.Request;
import io.jackfield.server.ServerBuilder;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UdpServer;
import io.jackfield.server.UnixDatagramServer;
import io.jackfield.server.UnixStreamServer;
import io.jackfield.service.NamedServices;
import io.jackfield.service.Service;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
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
  private final @Nullable Predecessor predecessor;
  private final PassedPlaces passed;
  private final Set<String> names = new HashSet<>();
  private @Nullable TlsServerConfig tls;

  /** What carries all of them on the engine 'loop'; made with the first. */
  private @Nullable ServerLoops loops;

  /**
   * With nothing opened yet.
   *
   * @param predecessor whose sockets are to be had; null for no such process
   */
  ServerGroup(ServingOptions options, PrintStream err, @Nullable Predecessor predecessor) {
    this.options = options;
    this.err = err;
    this.log = new EventLog(err);
    this.predecessor = predecessor;
    this.passed = new PassedPlaces(predecessor);
  }

  EventLog log() {
    return log;
  }

  /** What {@link #openTls} needs; null for no TLS. */
  void tls(@Nullable TlsServerConfig config) {
    tls = config;
  }

  /** Opens a service's TCP form; what cannot be opened is noted in {@link #refused}. */
  void openTcp(Service service, InetSocketAddress address) {
    openStream(service, Place.of("tcp", address), SocketPath.DEFAULTS);
  }

  /** As {@link #openTcp}, under TLS. */
  void openTls(Service service, InetSocketAddress address) {
    openStream(service, Place.of("tls", address), SocketPath.DEFAULTS);
  }

  /** As {@link #openTcp}, in the Unix domain: at a path or an abstract name. */
  void openUnix(Service service, SocketAddress address, SocketPath path) {
    openStream(service, Place.of("unix", address), path);
  }

  /** Opens a service's UDP form; what cannot be opened is noted in {@link #refused}. */
  void openUdp(Service service, InetSocketAddress address) {
    openDatagrams(service, Place.of("udp", address), SocketPath.DEFAULTS);
  }

  /** As {@link #openUdp}, in the Unix domain. */
  void openUnixDatagrams(Service service, SocketAddress address, SocketPath path) {
    openDatagrams(service, Place.of("unix-dgram", address), path);
  }

  /**
   * Opens a service on the sockets that this process was started with.
   *
   * @param text {@code systemd:NAME} or {@code fd:N}
   */
  void openPassed(Service service, String scheme, String text) {
    try {
      for (Place place : passed.take(service.name(), scheme, text)) {
        if (Place.isOfDatagrams(scheme)) {
          openDatagrams(service, place, SocketPath.DEFAULTS);
        } else {
          openStream(service, place, SocketPath.DEFAULTS);
        }
      }
    } catch (IOException e) {
      refused.add(
          "%s cannot listen on %s: %s".formatted(service.name(), text, Sentences.ofBind(e)));
    }
  }

  private void openStream(Service service, Place place, SocketPath path) {
    Service.Stream form = service.stream();
    if (form == null) {
      return;
    }
    open(
        service,
        place,
        () -> {
          StreamServerBuilder<? extends BaseServer> builder =
              place.isOfUnix()
                  ? unixStreams(place.address()).path(path)
                  : TcpServer.at((InetSocketAddress) place.address());
          TlsServerConfig config = place.scheme().equals("tls") ? tls : null;
          if (config != null) {
            builder.tls(config);
          }
          return answering(service, form, builder).idleTimeout(options.idleTimeout());
        });
  }

  private static StreamServerBuilder<UnixStreamServer> unixStreams(SocketAddress address) {
    return address instanceof AbstractUnixAddress name
        ? UnixStreamServer.at(name)
        : UnixStreamServer.at((UnixDomainSocketAddress) address);
  }

  private <S extends BaseServer> StreamServerBuilder<S> answering(
      Service service, Service.Stream form, StreamServerBuilder<S> builder) {
    return options.isProcesses()
        ? NamedServices.in(builder, service, options.services())
        : form.in(builder);
  }

  private <S extends BaseServer> DatagramServerBuilder<S> answering(
      Service service, Service.Datagram form, DatagramServerBuilder<S> builder) {
    return options.isProcesses()
        ? NamedServices.in(builder, service, options.services())
        : builder.exchange(form.exchange());
  }

  private void openDatagrams(Service service, Place place, SocketPath path) {
    Service.Datagram form = service.datagram();
    if (form == null) {
      return;
    }
    open(
        service,
        place,
        () -> {
          DatagramServerBuilder<? extends BaseServer> builder =
              place.isOfUnix()
                  ? unixDatagrams(place.address()).path(path)
                  : UdpServer.at((InetSocketAddress) place.address());
          return answering(service, form, builder);
        });
  }

  private static DatagramServerBuilder<UnixDatagramServer> unixDatagrams(SocketAddress address) {
    return address instanceof AbstractUnixAddress name
        ? UnixDatagramServer.at(name)
        : UnixDatagramServer.at((UnixDomainSocketAddress) address);
  }

  private <R extends Request> void open(
      Service service, Place place, Supplier<ServerBuilder<R, ?, ?>> builder) {
    String name = nameOf(service, place.endpoint());
    GivenSockets given = place.given();
    try {
      place.requireFit();
      if (given == null && predecessor != null) {
        given = predecessor.takeInherited(name);
      }
      open(service, place.scheme(), name, builder.get(), given);
    } catch (IOException e) {
      refuse(service, place.endpoint(), given, Sentences.ofBind(e));
    } catch (UnsupportedOperationException e) { // The driver has no such sockets.
      refuse(service, place.endpoint(), given, Sentences.of(e));
    }
  }

  /** One that the next process knows too; a port that is asked for twice is two. */
  private String nameOf(Service service, String endpoint) {
    String name = service.name() + " " + endpoint;
    for (int i = 2; !names.add(name); i++) {
      name = service.name() + " " + endpoint + " " + i;
    }
    return name;
  }

  private void refuse(
      Service service, String endpoint, @Nullable GivenSockets given, String sentence) {
    if (given != null) {
      given.close(); // Else connections would wait on it for nobody.
    }
    refused.add("%s cannot listen on %s: %s".formatted(service.name(), endpoint, sentence));
  }

  private <R extends Request> void open(
      Service service,
      String scheme,
      String name,
      ServerBuilder<R, ?, ?> builder,
      @Nullable GivenSockets given)
      throws IOException {
    if (given != null) {
      builder.sockets(given);
    }
    listening.add(
        new Listening(
            service,
            scheme,
            name,
            builder
                .name(service.name() + "-" + scheme)
                .engine(engine())
                .drainTimeout(options.drainTimeout())
                .hooks(new TellingHooks<>(service.name(), scheme, log, options.quiet()))
                .open()));
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

  /** What all of it came to, a sentence. */
  String summary() {
    return Summary.of(listening, options.isLoop() ? options.loops() : 1);
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

  /**
   * The sockets of all of it, for another process.
   *
   * @throws UnsupportedOperationException if the driver has none to give
   */
  List<Restart.Handed> duplicateSockets() throws IOException {
    List<Restart.Handed> all = new ArrayList<>();
    try {
      for (Listening one : listening) {
        all.add(new Restart.Handed(one.name(), one.server().duplicateSockets()));
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.forEach(one -> one.descriptors().forEach(PassedDescriptor::close));
      throw e;
    }
  }

  /** Leaves the sockets of all to whom they were given; what was taken goes on. */
  void retire() {
    for (Listening one : listening) {
      one.server().retire();
    }
  }

  /** Waits until all have ended; false if that took longer. */
  boolean awaitEnd(Duration timeout) throws InterruptedException {
    boolean ended = true;
    for (Listening one : listening) {
      ended &= one.server().awaitEnd(timeout);
    }
    return ended;
  }

  /** Lets go of all that was opened and never served. */
  void release() {
    if (predecessor != null) {
      retire(); // It goes on: the files of its sockets are to stay.
    }
    for (Listening one : listening) {
      one.server().close();
    }
    if (loops != null) {
      loops.close();
    }
  }
}
