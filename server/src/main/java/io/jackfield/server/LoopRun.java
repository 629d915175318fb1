package io.jackfield.server;

import io.jackfield.reactor.PortClaim;
import io.jackfield.reactor.driver.Drivers;
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

/** A server on loops: a part on each. Any thread, but for the two that serve. */
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

  /** Opens a server's parts. */
  private interface Opening {
    List<LoopPlace> on(ServerLoops loops) throws IOException;
  }

  /** Opens one part. */
  private interface PartOpening<S extends LoopSocket> {
    LoopPlace.Occupant open(S socket, LoopPlace place) throws IOException;
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
      return new LoopRun(shared.loops(), false, opening.on(shared.loops()), config.admission());
    }
    ServerLoops own = ownLoops(config, isStream);
    try {
      return new LoopRun(own, true, opening.on(own), config.admission());
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
    PartOpening<LoopSocket> part = (socket, place) -> new LoopStreams(config, place, socket);
    int count = loops.all().size();
    GivenSockets given = config.given();
    if (given != null) {
      given.require(config.address(), SocketType.STREAM);
      return onGiven(given, count, config, loops, part);
    }
    if (count > 1 && config.address() instanceof InetSocketAddress at) {
      return sharing(config, at, SocketType.STREAM, loops, part);
    }
    if (count > 1 && shareDescriptors(loops)) {
      return each(Collections.nCopies(count, CommonSocket.open(config)), config, loops, part);
    }
    return each(List.of(new LoopSocket.Own(config.address(), false)), config, loops, part);
  }

  /**
   * Of the Unix domain they are the first loop's alone: taken from one socket by several, those of
   * one sender would not be answered in their order.
   */
  private static List<LoopPlace> datagrams(ServerConfig<DatagramRequest> config, ServerLoops loops)
      throws IOException {
    PartOpening<LoopSocket.Single> part =
        (socket, place) -> LoopDatagrams.open(config, socket, place);
    int count = config.address() instanceof InetSocketAddress ? loops.all().size() : 1;
    GivenSockets given = config.given();
    if (given != null) {
      given.require(config.address(), SocketType.DATAGRAM);
      return onGiven(given, count, config, loops, part);
    }
    return count > 1 && config.address() instanceof InetSocketAddress at
        ? sharing(config, at, SocketType.DATAGRAM, loops, part)
        : each(List.of(new LoopSocket.Own(config.address(), false)), config, loops, part);
  }

  /** Each socket must have a loop that takes from it; a loop without one shares another's. */
  private static List<LoopPlace> onGiven(
      GivenSockets given,
      int atLeast,
      ServerConfig<?> config,
      ServerLoops loops,
      PartOpening<? super LoopSocket.Given> part)
      throws IOException {
    List<PassedDescriptor> sockets = given.spread(atLeast);
    try {
      List<LoopSocket.Given> all =
          sockets.stream()
              .map(one -> new LoopSocket.Given(given.address(), one, given.isInherited()))
              .toList();
      return each(all, config, loops, part);
    } catch (IOException | RuntimeException e) {
      sockets.forEach(PassedDescriptor::close);
      throw e;
    }
  }

  /** A socket for each loop, all bound to one port. */
  private static List<LoopPlace> sharing(
      ServerConfig<?> config,
      InetSocketAddress at,
      SocketType type,
      ServerLoops loops,
      PartOpening<? super LoopSocket.Own> part)
      throws IOException {
    try (PortClaim claim = PortClaim.of(at, type, Map.of())) {
      var one = new LoopSocket.Own(claim.address(), true);
      return each(Collections.nCopies(loops.all().size(), one), config, loops, part);
    }
  }

  /** A part for each socket, on one loop after the other. */
  private static <S extends LoopSocket> List<LoopPlace> each(
      List<S> sockets, ServerConfig<?> config, ServerLoops loops, PartOpening<? super S> part)
      throws IOException {
    List<LoopPlace> opened = new ArrayList<>();
    try {
      for (int i = 0; i < sockets.size(); i++) {
        S socket = sockets.get(i);
        ServerLoop loop = loops.all().get(i % loops.all().size());
        opened.add(LoopPlace.open(loop, config.drainTimeout(), place -> part.open(socket, place)));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      // Who has given the sockets may serve still.
      opened.forEach(config.given() == null ? LoopPlace::shutdown : LoopPlace::retire);
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
