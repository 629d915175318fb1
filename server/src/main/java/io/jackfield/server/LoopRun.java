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

  /** Opens a server's parts. */
  private interface Opening {
    List<LoopPlace> on(ServerLoops loops) throws IOException;
  }

  /** Opens a part that shares a port with others. */
  private interface SharingOpening {
    LoopPlace.Occupant open(SocketAddress at, LoopPlace place) throws IOException;
  }

  /** Whether loops carry it out. No switch by type, whose first use takes long (0016). */
  static boolean carries(ServerConfig<?> config) {
    return config.engine() instanceof Engine.EventLoop
        || config.engine() instanceof Engine.SharedLoops
        || config.rules() instanceof Rules.DatagramProtocols;
  }

  static LoopRun ofStreams(ServerConfig<StreamRequest> config) throws IOException {
    return open(config, true, loops -> streams(config, loops));
  }

  static LoopRun ofDatagrams(ServerConfig<DatagramRequest> config) throws IOException {
    return open(config, false, loops -> datagrams(config, loops));
  }

  private static LoopRun open(ServerConfig<?> config, boolean isStream, Opening opening)
      throws IOException {
    if (config.engine() instanceof Engine.SharedLoops shared) {
      return new LoopRun(shared.loops(), false, opening.on(shared.loops()));
    }
    ServerLoops own = ownLoops(config, isStream);
    try {
      return new LoopRun(own, true, opening.on(own));
    } catch (IOException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /**
   * As many as can be used. On an engine that waits the serving thread turns one, as a protocol of
   * datagrams needs it.
   */
  private static ServerLoops ownLoops(ServerConfig<?> config, boolean isStream) throws IOException {
    if (!(config.engine() instanceof Engine.EventLoop wanted)) {
      return ServerLoops.open(1, Drivers::parking);
    }
    boolean isInet = config.address() instanceof InetSocketAddress;
    var loops = ServerLoops.open(isInet || isStream ? wanted.loops() : 1, wanted.driver());
    if (isInet || loops.all().size() == 1 || shareDescriptors(loops)) {
      return loops;
    }
    loops.close();
    return ServerLoops.open(1, wanted.driver());
  }

  /** Whether they may accept from one socket. */
  private static boolean shareDescriptors(ServerLoops loops) {
    return loops.all().getFirst().reactor().descriptors().areSupported();
  }

  private static List<LoopPlace> streams(ServerConfig<StreamRequest> config, ServerLoops loops)
      throws IOException {
    if (loops.all().size() > 1 && config.address() instanceof InetSocketAddress at) {
      return sharing(
          config,
          at,
          SocketType.STREAM,
          loops,
          (claimed, place) -> new LoopStreams(config, place, new LoopSocket.Own(claimed, true)));
    }
    if (loops.all().size() > 1 && shareDescriptors(loops)) {
      CommonSocket socket = CommonSocket.open(config);
      return each(config, loops, place -> new LoopStreams(config, place, socket));
    }
    var own = new LoopSocket.Own(config.address(), false);
    return first(config, loops, place -> new LoopStreams(config, place, own));
  }

  /**
   * Of the Unix domain they are the first loop's alone: taken from one socket by several, those of
   * one sender would not be answered in their order.
   */
  private static List<LoopPlace> datagrams(ServerConfig<DatagramRequest> config, ServerLoops loops)
      throws IOException {
    return loops.all().size() > 1 && config.address() instanceof InetSocketAddress at
        ? sharing(
            config,
            at,
            SocketType.DATAGRAM,
            loops,
            (claimed, place) -> LoopDatagrams.open(config, claimed, place, true))
        : first(config, loops, place -> LoopDatagrams.open(config, config.address(), place, false));
  }

  private static List<LoopPlace> first(
      ServerConfig<?> config, ServerLoops loops, LoopPlace.Opening opening) throws IOException {
    return List.of(LoopPlace.open(loops.all().getFirst(), config.drainTimeout(), opening));
  }

  private static List<LoopPlace> sharing(
      ServerConfig<?> config,
      InetSocketAddress at,
      SocketType type,
      ServerLoops loops,
      SharingOpening opening)
      throws IOException {
    try (PortClaim claim = PortClaim.of(at, type, Map.of())) {
      return each(config, loops, place -> opening.open(claim.address(), place));
    }
  }

  private static List<LoopPlace> each(
      ServerConfig<?> config, ServerLoops loops, LoopPlace.Opening opening) throws IOException {
    List<LoopPlace> opened = new ArrayList<>();
    try {
      for (ServerLoop loop : loops.all()) {
        opened.add(LoopPlace.open(loop, config.drainTimeout(), opening));
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
