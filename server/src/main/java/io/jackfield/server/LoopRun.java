package io.jackfield.server;

import io.jackfield.reactor.PortClaim;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server on event loops: a part on each. Any thread, but for the two that serve. */
final class LoopRun implements ServerRun {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  private final ServerLoops loops;

  /** Whether the loops are this server's alone, and end with it. */
  private final boolean alone;

  private final List<LoopPlace> places;
  private final Admission admission;

  /** How often {@link #handleRequest} was called. Its thread's. */
  private long handledRequests;

  private LoopRun(ServerLoops loops, boolean alone, List<LoopPlace> places, Admission admission) {
    this.loops = loops;
    this.alone = alone;
    this.places = List.copyOf(places);
    this.admission = admission;
  }

  // ---- opening ----------------------------------------------------------------------------------

  /** Opens a part of a server. */
  private interface PartOpening {
    LoopPlace.Occupant open(LoopSocket socket, LoopPlace place) throws IOException;
  }

  /** Whether an engine is event loops. No switch by type, whose first use takes long (0016). */
  static boolean carries(Engine engine) {
    return engine instanceof Engine.EventLoop || engine instanceof Engine.SharedLoops;
  }

  static LoopRun ofStreams(ServerConfig<StreamRequest> config) throws IOException {
    return open(
        config, SocketType.STREAM, (socket, place) -> new LoopStreams(config, socket, place));
  }

  static LoopRun ofDatagrams(ServerConfig<DatagramRequest> config) throws IOException {
    return open(
        config, SocketType.DATAGRAM, (socket, place) -> LoopDatagrams.open(config, socket, place));
  }

  private static LoopRun open(ServerConfig<?> config, SocketType type, PartOpening opening)
      throws IOException {
    if (config.engine() instanceof Engine.SharedLoops shared) {
      return new LoopRun(
          shared.loops(), false, parts(config, shared.loops(), type, opening), config.admission());
    }
    var wanted = (Engine.EventLoop) config.engine();
    int loops = config.address() instanceof InetSocketAddress ? wanted.loops() : 1;
    ServerLoops own = ServerLoops.open(loops, wanted.driver());
    try {
      return new LoopRun(own, true, parts(config, own, type, opening), config.admission());
    } catch (IOException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  private static List<LoopPlace> parts(
      ServerConfig<?> config, ServerLoops loops, SocketType type, PartOpening opening)
      throws IOException {
    GivenSockets given = config.given();
    if (given != null) {
      given.require(config.address(), type);
      return partsOn(given, config, loops, opening);
    }
    if (loops.all().size() == 1 || !(config.address() instanceof InetSocketAddress local)) {
      LoopSocket only = LoopSocket.opened(config.address(), false);
      return opened(List.of(only), config, loops, opening);
    }
    try (PortClaim claim = PortClaim.of(local, type, Map.of())) {
      LoopSocket each = LoopSocket.opened(claim.address(), true);
      return opened(Collections.nCopies(loops.all().size(), each), config, loops, opening);
    }
  }

  /** Each socket must have a loop that takes from it; a loop without one shares another's. */
  private static List<LoopPlace> partsOn(
      GivenSockets given, ServerConfig<?> config, ServerLoops loops, PartOpening opening)
      throws IOException {
    boolean isOnAllLoops = given.address() instanceof InetSocketAddress;
    List<PassedDescriptor> sockets = given.spread(isOnAllLoops ? loops.all().size() : 1);
    try {
      List<LoopSocket> each =
          sockets.stream()
              .map(one -> new LoopSocket(given.address(), false, one, given.isInherited()))
              .toList();
      return opened(each, config, loops, opening);
    } catch (IOException | RuntimeException e) {
      sockets.forEach(PassedDescriptor::close);
      throw e;
    }
  }

  /** A part for each socket, on one loop after the other. */
  private static List<LoopPlace> opened(
      List<LoopSocket> sockets, ServerConfig<?> config, ServerLoops loops, PartOpening opening)
      throws IOException {
    List<LoopPlace> opened = new ArrayList<>();
    try {
      for (int i = 0; i < sockets.size(); i++) {
        LoopSocket socket = sockets.get(i);
        ServerLoop loop = loops.all().get(i % loops.all().size());
        opened.add(
            LoopPlace.open(loop, config.drainTimeout(), place -> opening.open(socket, place)));
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
    return places.stream().mapToLong(place -> place.occupant().counts().taken()).sum();
  }

  private boolean isBusy() {
    return places.stream().anyMatch(place -> place.occupant().isBusy());
  }

  @Override
  public void shutdown() {
    places.forEach(LoopPlace::shutdown);
  }

  @Override
  public void limits(Limits changed) {
    admission.limits(changed);
  }

  @Override
  public void retire() {
    places.forEach(LoopPlace::retire);
  }

  @Override
  public List<PassedDescriptor> duplicateSockets() throws IOException {
    List<PassedDescriptor> all = new ArrayList<>();
    try {
      for (LoopPlace place : places) {
        all.add(place.duplicate());
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.forEach(PassedDescriptor::close);
      throw e;
    }
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ServerLoops.allEnd(places, timeout, LoopPlace::awaitEnd);
  }

  @Override
  public List<ServerCounts> countsByLoop() {
    List<ServerCounts> byLoop = new ArrayList<>();
    for (ServerLoop loop : loops.all()) {
      places.stream()
          .filter(place -> place.loop() == loop)
          .map(place -> place.occupant().counts())
          .reduce(ServerCounts::plus)
          .ifPresent(byLoop::add);
    }
    return byLoop;
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
