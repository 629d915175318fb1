package io.jackfield.cli;

import io.jackfield.cli.process.Predecessor;
import io.jackfield.cli.process.Restart;
import io.jackfield.reactor.SocketPath;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramServerBuilder;
import io.jackfield.server.GivenSockets;
import io.jackfield.server.Request;
import io.jackfield.server.ServerBuilder;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UdpServer;
import io.jackfield.server.UnixDatagramServer;
import io.jackfield.server.UnixStreamServer;
import io.jackfield.service.LoopGuard;
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
import org.jspecify.annotations.Nullable;

/** Services opened together, served together, stopped together. Used by the command's thread. */
final class ServerGroup {
  /** How much longer than the drain time-out a server may take to end. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final LifeOptions life;
  private final PrintStream err;
  private final EventLog log;
  private final List<Listening> listening = new ArrayList<>();
  private final List<Refusal> refused = new ArrayList<>();
  private final @Nullable Predecessor predecessor;
  private final PassedPlaces passed;
  private final Set<String> names = new HashSet<>();
  private final Carriers carriers = new Carriers();
  private final LoopGuard guard = new LoopGuard(ServiceNames.services());

  /** Whether what is typed is said in the room. */
  private boolean hearsTerminal;

  /**
   * With nothing opened yet.
   *
   * @param predecessor whose sockets are to be had; null for no such process
   */
  ServerGroup(LifeOptions life, PrintStream err, @Nullable Predecessor predecessor) {
    this.life = life;
    this.err = err;
    this.log = new EventLog(err);
    this.predecessor = predecessor;
    this.passed = new PassedPlaces(predecessor);
  }

  EventLog log() {
    return log;
  }

  /** Whether the room hears standard input; not, unless this is said. */
  void hearsTerminal(boolean does) {
    hearsTerminal = does;
  }

  /** Opens a service's TCP form; what cannot be opened is noted in {@link #refused}. */
  void openTcp(Served served, InetSocketAddress address) {
    openStream(served, Place.of("tcp", address), SocketPath.DEFAULTS);
  }

  /** As {@link #openTcp}, under TLS. */
  void openTls(Served served, InetSocketAddress address) {
    openStream(served, Place.of("tls", address), SocketPath.DEFAULTS);
  }

  /** As {@link #openTcp}, in the Unix domain: at a path or an abstract name. */
  void openUnix(Served served, SocketAddress address, SocketPath path) {
    openStream(served, Place.of("unix", address), path);
  }

  /** Opens a service's UDP form; what cannot be opened is noted in {@link #refused}. */
  void openUdp(Served served, InetSocketAddress address) {
    openDatagrams(served, Place.of("udp", address), SocketPath.DEFAULTS);
  }

  /** As {@link #openUdp}, in the Unix domain. */
  void openUnixDatagrams(Served served, SocketAddress address, SocketPath path) {
    openDatagrams(served, Place.of("unix-dgram", address), path);
  }

  /**
   * Opens a service on the sockets that this process was started with.
   *
   * @param text {@code systemd:NAME} or {@code fd:N}
   */
  void openPassed(Served served, String scheme, String text) {
    try {
      for (Place place : passed.take(served.name(), scheme, text)) {
        if (Place.isOfDatagrams(scheme)) {
          openDatagrams(served, place, SocketPath.DEFAULTS);
        } else {
          openStream(served, place, SocketPath.DEFAULTS);
        }
      }
    } catch (IOException e) {
      refused.add(Refusal.of(served.name(), text, e));
    }
  }

  private void openStream(Served served, Place place, SocketPath path) {
    Service.Stream form = served.service().stream();
    if (form == null) {
      return;
    }
    open(
        served,
        place,
        () -> {
          StreamServerBuilder<? extends BaseServer> builder =
              place.isOfUnix()
                  ? unixStreams(place.address()).path(path)
                  : TcpServer.at((InetSocketAddress) place.address());
          TlsServerConfig config = place.scheme().equals("tls") ? served.tls() : null;
          if (config != null) {
            builder.tls(config);
          }
          return carriers
              .carry(served, form, builder)
              .limits(served.how().limits())
              .proxies(served.how().proxies());
        },
        null);
  }

  private static StreamServerBuilder<UnixStreamServer> unixStreams(SocketAddress address) {
    return address instanceof AbstractUnixAddress name
        ? UnixStreamServer.at(name)
        : UnixStreamServer.at((UnixDomainSocketAddress) address);
  }

  private void openDatagrams(Served served, Place place, SocketPath path) {
    Service.Datagram form = served.service().datagram();
    if (form == null) {
      return;
    }
    open(
        served,
        place,
        () -> {
          DatagramServerBuilder<? extends BaseServer> builder =
              place.isOfUnix()
                  ? unixDatagrams(place.address()).path(path)
                  : UdpServer.at((InetSocketAddress) place.address());
          return carriers.carry(served, form, builder);
        },
        form.answersAnything() && !place.isOfUnix() ? guard : null);
  }

  private static DatagramServerBuilder<UnixDatagramServer> unixDatagrams(SocketAddress address) {
    return address instanceof AbstractUnixAddress name
        ? UnixDatagramServer.at(name)
        : UnixDatagramServer.at((UnixDomainSocketAddress) address);
  }

  /** Says what a server is to be. */
  private interface Plan<R extends Request> {
    ServerBuilder<R, ?, ?> builder() throws IOException;
  }

  private <R extends Request> void open(
      Served served, Place place, Plan<R> plan, @Nullable LoopGuard guarding) {
    String name = nameOf(served, place.endpoint());
    GivenSockets given = place.given();
    try {
      place.requireFit();
      if (given == null && predecessor != null) {
        given = predecessor.takeInherited(name);
      }
      Listening opened = open(served, place.scheme(), name, plan.builder(), given, guarding);
      listening.add(opened);
      if (guarding != null) {
        guarding.add(opened.port());
      }
    } catch (IOException | UnsupportedOperationException e) { // Or the driver has no such sockets.
      if (given != null) {
        given.close(); // Else connections would wait on it for nobody.
      }
      refused.add(Refusal.of(served.name(), place.endpoint(), e));
    }
  }

  /** One that the next process knows too; a port that is asked for twice is two. */
  private String nameOf(Served served, String endpoint) {
    String name = served.name() + " " + endpoint;
    for (int i = 2; !names.add(name); i++) {
      name = served.name() + " " + endpoint + " " + i;
    }
    return name;
  }

  private <R extends Request> Listening open(
      Served served,
      String scheme,
      String name,
      ServerBuilder<R, ?, ?> builder,
      @Nullable GivenSockets given,
      @Nullable LoopGuard guarding)
      throws IOException {
    if (given != null) {
      builder.sockets(given);
    }
    return new Listening(
        served,
        scheme,
        name,
        builder
            .name(served.name() + "-" + scheme)
            .drainTimeout(life.drainTimeout())
            .hooks(new TellingHooks<>(served.name(), scheme, log, life.quiet(), guarding))
            .open());
  }

  List<Listening> listening() {
    return List.copyOf(listening);
  }

  /** What listens, as it is shown. */
  List<Table.Shown> shown() {
    return listening.stream().map(Listening::shown).toList();
  }

  /** The addresses that could not be opened. */
  List<Refusal> refused() {
    return List.copyOf(refused);
  }

  /**
   * Serves all that was opened, on the loops' threads or each on one of its own, and says so, a
   * line an address.
   */
  void start() {
    carriers.start(hearsTerminal, log);
    for (Listening one : listening) {
      if (!Carriers.serve(one)) {
        Thread.ofPlatform()
            .name(one.served().name() + "-" + one.scheme())
            .start(one.server()::serveForever);
      }
      err.println("listening " + one.served().name() + " " + one.endpoint());
    }
    if (commonLoops() > 1) {
      err.println("serving on " + commonLoops() + " loops, a thread each");
    }
  }

  private int commonLoops() {
    return carriers.commonLoops(listening);
  }

  /** What all of it came to, a sentence. */
  String summary() {
    return Summary.of(listening, commonLoops());
  }

  /** Stops all at the same time; returns when each has drained or run out of time. */
  void stop() throws InterruptedException {
    for (Listening one : listening) {
      one.server().shutdown();
    }
    for (Listening one : listening) {
      one.server().awaitEnd(life.drainTimeout().plus(GRACE));
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
    carriers.retire();
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
    carriers.close();
  }
}
