package io.jackfield.testkit;

import io.jackfield.reactor.driver.Driver;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A network in memory, in virtual time: nodes with drivers for event loops, links with latency,
 * loss and partitions. Everything that is random comes from one seed, and everything runs on the
 * test's thread, so the same seed gives the same run, event by event.
 *
 * <pre>{@code
 * var network = new SimulatedNetwork(42);
 * Driver driver = network.node("server").driver();
 * network.drive(driver, loop::turn);
 * network.runUntil(() -> done, Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>Loops are run by {@link #drive} and {@link #runUntil}: each turn goes to one of those that
 * have something to do, chosen by the seed, and only when none has does time go on. A driver that
 * is used by hand, outside of a run, moves the time in its {@link Driver#await}.
 */
public final class SimulatedNetwork {
  /** What a turn takes, so that time goes on whatever the loops do. */
  private static final long TURN_NANOS = 1_000;

  private final long seed;
  private final Random random;
  private final QuirkSource quirk;
  private final VirtualTime time = new VirtualTime();
  private final EventLog log = new EventLog();
  private final Links links;
  private final Loops loops;
  private final Map<String, SimulatedNode> byName = new LinkedHashMap<>();
  private final Map<InetAddress, SimulatedNode> byAddress = new LinkedHashMap<>();
  private long lastConnection;
  private int bufferBytes = 65_536;
  private long repeatLimitNanos = Duration.ofMinutes(2).toNanos();

  /** A network without nodes; the same seed replays the same run. */
  public SimulatedNetwork(long seed) {
    this.seed = seed;
    random = new Random(seed);
    quirk = new QuirkSource(random);
    links = new Links(this);
    loops = new Loops(this);
  }

  /** What it was made with. */
  public long seed() {
    return seed;
  }

  /** Virtual time since the beginning, in nanoseconds. */
  public long nanoTime() {
    return time.nowNanos();
  }

  // ---- nodes ----------------------------------------------------------------------------------

  /** The node of that name; made when first asked for, with the next addresses 10.0.x.y. */
  public SimulatedNode node(String name) {
    SimulatedNode known = byName.get(name);
    int number = byName.size() + 1;
    return known != null ? known : add(name, v4(number), v6(number));
  }

  /** The node that has this address; made when first asked for, its name being the address. */
  public SimulatedNode node(InetAddress address) {
    SimulatedNode known = byAddress.get(address);
    int number = byName.size() + 1;
    if (known != null) {
      return known;
    }
    return switch (address) {
      case Inet4Address four -> add(four.getHostAddress(), four, v6(number));
      case Inet6Address six -> add(six.getHostAddress(), v4(number), six);
      default -> throw new IllegalArgumentException("neither IPv4 nor IPv6: " + address);
    };
  }

  private SimulatedNode add(String name, Inet4Address four, Inet6Address six) {
    var node = new SimulatedNode(this, name, four, six);
    byName.put(name, node);
    byAddress.put(four, node);
    byAddress.put(six, node);
    return node;
  }

  private static Inet4Address v4(int number) {
    return Inet4Address.ofLiteral("10.0." + number / 250 + "." + (1 + number % 250));
  }

  private static Inet6Address v6(int number) {
    return (Inet6Address) InetAddress.ofLiteral("fd00::" + Integer.toHexString(number));
  }

  /** All nodes, in the order they were made. */
  public Collection<SimulatedNode> nodes() {
    return List.copyOf(byName.values());
  }

  // ---- faults ---------------------------------------------------------------------------------

  /** The way from one node to another. */
  public Link link(SimulatedNode from, SimulatedNode to) {
    return links.between(from, to);
  }

  /** Gives all links between different nodes, present and future, this profile. */
  public void links(LinkProfile profile) {
    links.all(profile);
  }

  /** Nothing gets through between the two, in either direction, until {@link #heal}. */
  public void partition(SimulatedNode one, SimulatedNode other) {
    log(one.name(), "is cut off from " + other);
    link(one, other).cut();
    link(other, one).cut();
  }

  /** Takes a {@link #partition} back, or a link that was {@linkplain Link#cut cut}. */
  public void heal(SimulatedNode one, SimulatedNode other) {
    log(one.name(), "reaches " + other + " again");
    link(one, other).heal();
    link(other, one).heal();
  }

  /** How capricious the drivers are from now on; {@link Quirks#ALL} at first. */
  public void quirks(Quirks quirks) {
    quirk.become(quirks);
  }

  /** Room of sockets opened from now on for bytes to send, and for bytes to receive: 65,536. */
  public void buffers(int bytes) {
    bufferBytes = bytes;
  }

  /** After what time without an answer a stream is given up ({@code ETIMEDOUT}): 2 minutes. */
  public void giveUpAfter(Duration silence) {
    repeatLimitNanos = silence.toNanos();
  }

  /** Does something to the network when its time has come; loops are not to be touched by it. */
  public void after(Duration delay, Runnable what) {
    time.after(delay.toNanos(), what);
  }

  // ---- running --------------------------------------------------------------------------------

  /** Makes a loop take part in runs; until its driver is closed or its node crashes. */
  public void drive(Driver driver, Turn turn) {
    if (!(driver instanceof SimulatedDriver ours) || ours.node().network() != this) {
      throw new IllegalArgumentException("not a driver of this network: " + driver.name());
    }
    loops.add(ours, turn);
  }

  /**
   * Lets one loop run a turn, or time go on to the next event.
   *
   * @return false if nothing will ever happen again
   * @throws SimulationException if a loop threw
   */
  public boolean step() {
    return loops.step();
  }

  /**
   * Runs until the condition holds, asked after each step.
   *
   * @param atMost virtual time
   * @throws SimulationException if it does not come true in time or at all, or if a loop threw
   */
  public void runUntil(BooleanSupplier condition, Duration atMost) {
    long deadlineNanos = time.in(atMost.toNanos());
    while (!condition.getAsBoolean()) {
      if (nanoTime() >= deadlineNanos) {
        throw new SimulationException(seed, describe("not done after " + atMost));
      }
      if (!step()) {
        throw new SimulationException(seed, describe("nothing will happen any more"));
      }
    }
  }

  /** Runs for so much virtual time, or until nothing will happen any more. Throws as above. */
  public void runFor(Duration length) {
    long endNanos = time.in(length.toNanos());
    VirtualTime.Event end = time.at(endNanos, () -> {});
    while (nanoTime() < endNanos && step()) {
      // Each step does its part.
    }
    end.cancel();
  }

  /** Where a run is: time and seed. */
  String describe(String what) {
    return "seed %d, at %.6f s: %s".formatted(seed, nanoTime() / 1e9, what);
  }

  // ---- the log --------------------------------------------------------------------------------

  /** What happened, the last 10,000 lines: time in seconds, node, event. */
  public List<String> log() {
    return log.lines();
  }

  /** A number made of all that happened since the beginning: equal for equal runs. */
  public long logDigest() {
    return log.digest();
  }

  void log(String node, String what) {
    log.add(nanoTime(), node, what);
  }

  // ---- for the parts --------------------------------------------------------------------------

  VirtualTime time() {
    return time;
  }

  Random random() {
    return random;
  }

  QuirkSource quirk() {
    return quirk;
  }

  long nextConnection() {
    return ++lastConnection;
  }

  int defaultBufferBytes() {
    return bufferBytes;
  }

  long repeatLimitNanos() {
    return repeatLimitNanos;
  }

  static long turnNanos() {
    return TURN_NANOS;
  }

  boolean hasRouteTo(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        || byAddress.containsKey(address)
        || bytes[0] == (bytes.length == 4 ? (byte) 10 : (byte) 0xFD);
  }

  /** Who has this address, as seen from {@code from}; null if nobody has it. */
  @Nullable SimulatedNode at(SimulatedNode from, InetAddress address) {
    return from.has(address) ? from : byAddress.get(address);
  }

  void await(SimulatedDriver driver, long timeoutNanos) {
    loops.await(driver, timeoutNanos);
  }

  void forget(SimulatedDriver driver) {
    loops.remove(driver);
  }

  void transmit(Connection from, Packet packet) {
    links.transmit(from, packet);
  }

  void transmit(SimulatedNode from, SimulatedNode to, Packet packet) {
    links.transmit(from, to, packet);
  }

  void lost(SimulatedNode sender, Packet packet) {
    links.lost(sender, packet);
  }

  void sendDatagram(SimulatedNode from, SocketAddress source, SocketAddress to, byte[] bytes) {
    links.sendDatagram(from, source, to, bytes);
  }

  void sendRefusal(
      SimulatedNode from, SimulatedNode to, SocketAddress source, SocketAddress target) {
    links.sendRefusal(from, to, source, target);
  }
}
