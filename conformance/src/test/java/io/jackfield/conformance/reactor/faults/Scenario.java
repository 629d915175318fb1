package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.testkit.LinkProfile;
import io.jackfield.testkit.Quirks;
import io.jackfield.testkit.SimulatedNetwork;
import io.jackfield.testkit.SimulationException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run: reactors on several nodes, connections between them, faults, all by one seed. Half of
 * the seeds are calm: everything is slow, late and in pieces, but nothing breaks, and so everything
 * has to arrive.
 */
final class Scenario {
  private static final Duration TRAFFIC = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int STEPS = 3_000_000;

  final DriverDefect defect;
  final Dice dice;
  final SimulatedNetwork network;
  final Verdict verdict;
  final boolean isHarsh;
  final StreamOptions options;

  /** How late something may be where nodes are slow. */
  final long slackNanos = Duration.ofSeconds(10).toNanos();

  private final boolean quick;
  private final int bufferBytes;
  private final List<End> ends = new ArrayList<>();
  private final ArrayDeque<Runnable> due = new ArrayDeque<>();
  private final List<Machine> machines = new ArrayList<>();
  private int open;
  private int dialsLeft;
  private int steps;

  private Scenario(long seed, DriverDefect defect) {
    this.defect = defect;
    dice = new Dice(seed);
    network = new SimulatedNetwork(seed);
    verdict = new Verdict(network::nanoTime);
    isHarsh = dice.chance(0.5);
    quick = dice.chance(0.6);
    options = options();
    network.quirks(
        dice.oneOf(Quirks.ALL, Quirks.ALL, new Quirks(0.9, 0.9, 0.9, 0.9, 0.5), Quirks.NONE));
    bufferBytes = dice.oneOf(65_536, 65_536, 4_000, 500);
    network.buffers(bufferBytes);
    network.giveUpAfter(Duration.ofSeconds(dice.oneOf(10, 60)));
    network.links(
        quick
            ? dice.oneOf(LinkProfile.LOOPBACK, LinkProfile.LAN)
            : dice.oneOf(
                LinkProfile.LAN,
                LinkProfile.LAN.withLoss(0.01),
                LinkProfile.atLeast(Duration.ofMillis(2), Duration.ofMillis(2))
                    .withBandwidth(2_000_000)));
  }

  private StreamOptions options() {
    int low = dice.oneOf(0, 1_000, 16_384);
    return StreamOptions.builder()
        .marks(low, low + dice.oneOf(0, 1_000, 49_152))
        .closeTimeout(Duration.ofSeconds(isHarsh ? dice.between(1, 30) : 30))
        .connectTimeout(Duration.ofSeconds(isHarsh ? dice.between(1, 20) : 20))
        .connectionLimit(dice.oneOf(2, 1_000, 1_000, 1_000))
        .backlog(dice.oneOf(0, 100, 100))
        .build();
  }

  /** Runs the seed; null if all is well, else what was wrong. */
  static @Nullable String faultOf(long seed, DriverDefect defect) {
    try (var logged = new Logged()) {
      var run = new Scenario(seed, defect);
      try {
        run.go();
      } catch (SimulationException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        run.verdict.fault(e.getMessage() + ": " + trace(cause));
      }
      for (Throwable one : logged.failures()) {
        run.verdict.fault("logged: " + trace(one));
      }
      return run.verdict.isClean() ? null : "seed " + seed + ": " + run.verdict;
    }
  }

  private static String trace(Throwable failure) {
    var text = new StringBuilder(failure.toString());
    for (StackTraceElement one : failure.getStackTrace()) {
      if (text.length() < 1_000) {
        text.append("\n      at ").append(one);
      }
    }
    return text.toString();
  }

  // ---- the run ----------------------------------------------------------------------------------

  private void go() {
    int nodes = dice.between(2, 4);
    for (int i = 0; i < nodes; i++) {
      machines.add(new Machine(this, network.node("node" + i)));
    }
    machines.forEach(Machine::start);
    dialsLeft = dice.between(1, 14);
    for (int i = dialsLeft; i > 0; i--) {
      after(dice.micros(0, dice.oneOf(100, 300_000)), this::dial);
    }
    Mishaps mishaps = new Mishaps(this, machines);
    mishaps.plan();
    until(() -> open == 0 && dialsLeft == 0 && mishaps.areOver() && dialsAreDone(), TRAFFIC);
    if (!isHarsh && verdict.isClean()) {
      ends.forEach(end -> end.checks().arrivedWhole());
    }
    mishaps.end();
    ends.forEach(End::close);
    if (!verdict.isClean()) {
      return; // What is left over after a fault is no second one.
    }
    require(until(() -> open == 0 && dialsAreDone(), PATIENCE), "closes that do not end");
    for (Machine machine : machines) {
      require(until(machine::isIdle, PATIENCE), machine + " does not come to rest: ");
    }
    if (!verdict.isClean()) {
      return;
    }
    machines.forEach(Machine::stop);
    require(until(() -> machines.stream().allMatch(Machine::isOver), PATIENCE), "no end");
    if (!verdict.isClean()) {
      return;
    }
    machines.forEach(Machine::checkOver);
    for (End end : ends) {
      if (!end.life.vanished && end.checks().wasMade) {
        end.checks().over();
      }
    }
  }

  private void require(boolean holds, String what) {
    verdict.require(holds, what + (holds ? "" : describe()));
  }

  private String describe() {
    var text = new StringBuilder();
    machines.forEach(
        machine -> machine.dialsLeft().forEach(one -> text.append("\n    left: ").append(one)));
    machines.forEach(machine -> text.append("\n    ").append(machine.describe()));
    ends.stream()
        .filter(End::isOpen)
        .forEach(
            end -> text.append("\n    open: ").append(end).append(' ').append(end.transport()));
    return text.toString();
  }

  private boolean dialsAreDone() {
    return machines.stream().allMatch(Machine::dialsAreDone);
  }

  private boolean until(BooleanSupplier condition, Duration atMost) {
    boolean[] late = {false};
    network.after(atMost, () -> late[0] = true);
    while (!condition.getAsBoolean()) {
      if (late[0] || !verdict.isClean()) {
        return !verdict.isClean();
      }
      if (++steps > STEPS) {
        verdict.fault("a run without an end");
        return true;
      }
      for (Runnable one; (one = due.poll()) != null; ) {
        one.run();
      }
      if (!network.step()) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  private void dial() {
    dialsLeft--;
    Life from = dice.oneOf(machines).life();
    if (from == null || !from.isUp()) {
      return;
    }
    Machine to = dice.oneOf(machines);
    boolean unix = dice.chance(0.15);
    SocketAddress target =
        unix
            ? AbstractUnixAddress.of("service" + dice.between(0, 1))
            : dice.chance(0.2)
                ? InetSocketAddress.createUnresolved(
                    machines.indexOf(to) + "." + dice.between(0, 5), to.port(dice))
                : new InetSocketAddress(to.address(dice), to.port(dice));
    new Dial(from, target).begin(dice.between(0, 2));
  }

  /** Names say which machine, and how they resolve. */
  CompletableFuture<List<InetAddress>> resolve(String name) {
    var result = new CompletableFuture<List<InetAddress>>();
    Machine machine = machines.get(name.charAt(0) - '0');
    InetAddress nobody = InetAddress.ofLiteral("10.9.9.9");
    network.after(
        dice.micros(0, 300_000),
        () -> {
          switch (name.charAt(2)) {
            case '0' -> result.completeExceptionally(new UnknownHostException(name));
            case '1' -> result.complete(List.of(nobody, machine.node.address()));
            case '2' -> result.complete(List.of(machine.node.address(), nobody));
            case '3' -> result.complete(List.of(machine.node.address6()));
            default -> result.complete(List.of(machine.node.address6(), machine.node.address()));
          }
        });
    return result;
  }

  // ---- for its parts ----------------------------------------------------------------------------

  /** Runs something between turns. */
  void after(Duration delay, Runnable what) {
    network.after(delay, () -> due.add(what));
  }

  long nanoTime() {
    return network.nanoTime();
  }

  /** Whether everything is in time: no node is slow and no link. */
  boolean isQuick() {
    return quick;
  }

  /** Not so much that it goes through small buffers for ever. */
  Plan plan(boolean server) {
    return Plan.of(dice, server, isHarsh, 50 * bufferBytes);
  }

  int add(End end) {
    ends.add(end);
    return ends.size() + 1_000;
  }

  @Nullable End end(int serial) {
    int index = serial - 1_001;
    return index >= 0 && index < ends.size() ? ends.get(index) : null;
  }

  void opened() {
    open++;
  }

  void lost(End end) {
    open--;
  }

  /** All of a node that has crashed. */
  void vanished(Life life) {
    for (End end : ends) {
      if (end.life.equals(life) && end.checks().wasMade && end.checks().reason == null) {
        open--;
      }
    }
  }
}
