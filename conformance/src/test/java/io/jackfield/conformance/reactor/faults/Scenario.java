package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.StreamOptions;
import io.jackfield.testkit.LinkProfile;
import io.jackfield.testkit.Quirks;
import io.jackfield.testkit.SimulatedNetwork;
import io.jackfield.testkit.SimulationException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** For what may go on after the last close: lingering, and what ends were about to do. */
  private static final Duration REST = Duration.ofSeconds(8);

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

  /** By both addresses. */
  private final Map<String, End> unpaired = new HashMap<>();

  private final ArrayDeque<Runnable> due = new ArrayDeque<>();
  private final List<Machine> machines = new ArrayList<>();
  final Dialing dialing;
  final Mishaps mishaps;
  private int open;
  private int steps;

  private Scenario(long seed, DriverDefect defect) {
    this.defect = defect;
    dice = new Dice(seed);
    network = new SimulatedNetwork(seed);
    verdict = new Verdict(network::nanoTime);
    isHarsh = dice.chance(0.5);
    quick = dice.chance(0.6);
    options = options();
    dialing = new Dialing(this, machines);
    mishaps = new Mishaps(this, machines);
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
        // Nobody has to wait for it where everybody ends in the end.
        .lingerTimeout(Duration.ofSeconds(isHarsh ? 2 : 30))
        .connectTimeout(Duration.ofSeconds(isHarsh ? dice.between(5, 20) : 20))
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

  /** A number made of all that happened: equal for equal runs. */
  static long digestOf(long seed) {
    var run = new Scenario(seed, DriverDefect.NONE);
    run.go();
    return run.network.logDigest();
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
    dialing.plan();
    mishaps.plan();
    until(() -> open == 0 && mishaps.areOver() && dialing.isDone(), TRAFFIC);
    if (!isHarsh && verdict.isClean()) {
      ends.forEach(end -> end.checks().arrivedWhole());
    }
    mishaps.end();
    ends.forEach(End::close);
    require(until(() -> open == 0 && dialing.isDone(), PATIENCE), "closes that do not end");
    probe();
    if (!verdict.isClean()) {
      return; // What is left over after a fault is no second one.
    }
    for (Machine machine : machines) {
      require(until(machine::isIdle, REST), machine + " does not come to rest: ");
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

  /** After all that went wrong every port still takes connections. */
  private void probe() {
    Life from = machines.getFirst().life();
    if (!verdict.isClean() || from == null || !from.isUp()) {
      return;
    }
    machines.forEach(machine -> machine.probe(from));
    require(
        until(() -> dialing.isDone() && machines.stream().allMatch(Machine::isProbed), PATIENCE),
        "ports that do not accept");
    ends.forEach(End::close);
    require(until(() -> open == 0, PATIENCE), "closes that do not end");
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
    return Plan.of(dice, server, isHarsh, 10 * bufferBytes);
  }

  int add(End end) {
    ends.add(end);
    return ends.size() + 1_000;
  }

  @Nullable End end(int serial) {
    int index = serial - 1_001;
    return index >= 0 && index < ends.size() ? ends.get(index) : null;
  }

  void opened(End end) {
    open++;
    if (!(end.transport().localAddress() instanceof InetSocketAddress local)
        || !(end.transport().remoteAddress() instanceof InetSocketAddress remote)) {
      return;
    }
    End other = unpaired.remove(remote + " " + local);
    if (other == null || !other.isOpen()) {
      unpaired.put(local + " " + remote, end);
    } else {
      other.checks().other = end;
      end.checks().other = other;
    }
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
