package io.jackfield.server;

import io.jackfield.reactor.PortClaim;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server on loops: a part on each. Any thread, but for the two that serve. */
final class LoopRun implements ServerRun {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  private final ServerLoops loops;

  /** Whether the loops are this server's alone, and end with it. */
  private final boolean alone;

  private final List<LoopPlace> places;

  /** How often {@link #handleRequest} was called. Its thread's. */
  private long handledRequests;

  private LoopRun(ServerLoops loops, boolean alone, List<LoopPlace> places) {
    this.loops = loops;
    this.alone = alone;
    this.places = List.copyOf(places);
  }

  // ---- opening ----------------------------------------------------------------------------------

  /** Opens a part of a server. */
  private interface PartOpening {
    LoopPlace.Occupant open(SocketAddress at, LoopPlace place, boolean sharesPort)
        throws IOException;
  }

  /** Whether loops carry it out. No switch by type, whose first use takes long (0016). */
  static boolean carries(ServerConfig<?> config) {
    return config.engine() instanceof Engine.EventLoop
        || config.engine() instanceof Engine.SharedLoops
        || config.rules() instanceof Rules.DatagramProtocols;
  }

  static LoopRun ofStreams(ServerConfig<StreamRequest> config) throws IOException {
    return open(
        config,
        SocketType.STREAM,
        (at, place, shares) -> new LoopStreams(config, at, place, shares));
  }

  static LoopRun ofDatagrams(ServerConfig<DatagramRequest> config) throws IOException {
    return open(
        config,
        SocketType.DATAGRAM,
        (at, place, shares) -> LoopDatagrams.open(config, at, place, shares));
  }

  private static LoopRun open(ServerConfig<?> config, SocketType type, PartOpening opening)
      throws IOException {
    if (config.engine() instanceof Engine.SharedLoops shared) {
      return new LoopRun(shared.loops(), false, parts(config, shared.loops(), type, opening));
    }
    ServerLoops own = ownLoops(config);
    try {
      return new LoopRun(own, true, parts(config, own, type, opening));
    } catch (IOException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /** On an engine that waits the serving thread turns one, as a protocol of datagrams needs it. */
  private static ServerLoops ownLoops(ServerConfig<?> config) throws IOException {
    if (!(config.engine() instanceof Engine.EventLoop wanted)) {
      return ServerLoops.open(1, Drivers::parking);
    }
    return ServerLoops.open(
        config.address() instanceof InetSocketAddress ? wanted.loops() : 1, wanted.driver());
  }

  private static List<LoopPlace> parts(
      ServerConfig<?> config, ServerLoops loops, SocketType type, PartOpening opening)
      throws IOException {
    ServerLoop first = loops.all().getFirst();
    if (loops.all().size() == 1 || !(config.address() instanceof InetSocketAddress local)) {
      return List.of(
          LoopPlace.open(
              first, config.drainTimeout(), place -> opening.open(config.address(), place, false)));
    }
    List<LoopPlace> opened = new ArrayList<>();
    try (PortClaim claim = PortClaim.of(local, type, Map.of())) {
      for (ServerLoop loop : loops.all()) {
        opened.add(
            LoopPlace.open(
                loop, config.drainTimeout(), place -> opening.open(claim.address(), place, true)));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.forEach(LoopPlace::shutdown);
      throw e;
    }
  }

  // ---- life -------------------------------------------------------------------------------------

  @Override
  public SocketAddress address() {
    return places.getFirst().occupant().address();
  }

  @Override
  public void serveForever() {
    loops.serveForever();
  }

  @Override
  public boolean handleRequest() {
    if (!alone || loops.all().size() > 1) {
      throw new UnsupportedOperationException(
          "only a server with one loop to itself handles single requests: use serveForever");
    }
    long wanted = ++handledRequests;
    return places.getFirst().loop().turnUntil(() -> taken() >= wanted && !isBusy());
  }

  private long taken() {
    return places.getFirst().occupant().counts().taken();
  }

  private boolean isBusy() {
    return places.getFirst().occupant().isBusy();
  }

  @Override
  public void shutdown() {
    places.forEach(LoopPlace::shutdown);
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ServerLoops.allEnd(places, timeout, LoopPlace::awaitEnd);
  }

  @Override
  public List<ServerCounts> countsByLoop() {
    return places.stream().map(place -> place.occupant().counts()).toList();
  }

  @Override
  public Optional<String> driverName() {
    return Optional.of(loops.driverName());
  }

  /** On shared loops that never served nothing ends before they do. */
  @Override
  public void close() {
    shutdown();
    if (alone) {
      loops.all().forEach(ServerLoop::closeUnserved);
      loops.all().forEach(ServerLoop::finishTurning);
    }
    if (places.stream().anyMatch(LoopRun::isOurs) || !places.getFirst().loop().hasBegun()) {
      return;
    }
    try {
      awaitEnd(places.getFirst().drainTimeout().plus(END_TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it is the loop, or a handler of it, that calls. */
  private static boolean isOurs(LoopPlace place) {
    return place.loop().reactor().isLoopThread() || place.occupant().includesCaller();
  }
}
