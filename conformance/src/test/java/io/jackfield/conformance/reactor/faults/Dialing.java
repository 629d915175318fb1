package io.jackfield.conformance.reactor.faults;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who connects to whom, and when. */
final class Dialing {
  private final Scenario run;
  private final Dice dice;
  private final List<Machine> machines;
  private int left;

  Dialing(Scenario run, List<Machine> machines) {
    this.run = run;
    this.dice = run.dice;
    this.machines = machines;
  }

  void plan() {
    left = dice.between(1, 10);
    for (int i = left; i > 0; i--) {
      run.after(dice.micros(0, dice.oneOf(100, 300_000)), this::dialSomebody);
    }
  }

  boolean isDone() {
    return left == 0 && machines.stream().allMatch(Machine::dialsAreDone);
  }

  private void dialSomebody() {
    left--;
    run.mishaps.maybeSoon();
    Life from = dice.oneOf(machines).life();
    if (from == null || !from.isUp()) {
      return;
    }
    Machine to = dice.oneOf(machines);
    if (dice.chance(0.15)) {
      // So many at once that a short queue is full.
      for (int i = dice.between(1, 3); i > 0; i--) {
        dial(from, AbstractUnixAddress.of("service" + dice.between(0, 1)));
      }
    } else if (dice.chance(0.25)) {
      String name = machines.indexOf(to) + "." + dice.between(0, 5);
      dial(from, InetSocketAddress.createUnresolved(name, to.port(dice)));
    } else {
      dialTo(from, to);
    }
  }

  void dialTo(Life from, Machine to) {
    dial(from, new InetSocketAddress(to.address(dice), to.port(dice)));
  }

  private void dial(Life from, SocketAddress target) {
    new Dial(from, target).begin(dice.between(0, 2));
  }

  /** Whether somebody is there, and nothing keeps it from accepting soon. */
  boolean answersSoon(SocketAddress target) {
    boolean nobody =
        target instanceof InetSocketAddress inet
            && (!Machine.takesAnyFamily(inet)
                || (inet.isUnresolved() && inet.getHostString().endsWith("0")));
    return !nobody && !run.isHarsh && run.isQuick() && run.options.connectionLimit() > 2;
  }

  /** Tries again after a while. */
  void dialLater(Life from, SocketAddress to, int retries) {
    left++;
    run.after(
        dice.micros(0, 50_000),
        () -> {
          left--;
          if (from.isUp()) {
            new Dial(from, to).begin(retries);
          }
        });
  }

  /** Names say which machine, and how they resolve. */
  CompletableFuture<List<InetAddress>> resolve(String name) {
    var result = new CompletableFuture<List<InetAddress>>();
    Machine machine = machines.get(name.charAt(0) - '0');
    InetAddress nobody = InetAddress.ofLiteral("10.9.9.9");
    run.network.after(
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
}
