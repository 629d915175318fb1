package io.jackfield.testkit;

import io.jackfield.reactor.driver.Driver;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

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
  private final Nodes nodes = new Nodes(this);
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
    return nodes.named(name);
  }

  /**
   * The node that has this address; made when first asked for, its name being the address.
   *
   * @throws IllegalArgumentException if it is a loopback or wildcard address
   */
  public SimulatedNode node(InetAddress address) {
    return nodes.having(address);
  }

  /** All nodes, in the order they were made. */
  public Collection<SimulatedNode> nodes() {
    return nodes.all();
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

  /** Lets faults happen at random, from now on and for so long. */
  public void chaos(Chaos chaos, Duration length) {
    chaos.begin(this, time.in(length.toNanos()));
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

  Nodes addresses() {
    return nodes;
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
