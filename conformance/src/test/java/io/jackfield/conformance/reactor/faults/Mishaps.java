package io.jackfield.conformance.reactor.faults;

import io.jackfield.testkit.LinkProfile;
import io.jackfield.testkit.SimulatedNode;
import java.time.Duration;
import java.util.List;

/** What goes wrong in a run. */
final class Mishaps {
  private final Scenario run;
  private final Dice dice;
  private final List<Machine> machines;
  private int left;

  Mishaps(Scenario run, List<Machine> machines) {
    this.run = run;
    this.dice = run.dice;
    this.machines = machines;
  }

  void plan() {
    left = dice.between(0, 8);
    for (int i = left; i > 0; i--) {
      run.after(dice.micros(0, dice.oneOf(1_000, 50_000, 1_000_000)), this::happen);
    }
  }

  /** Maybe one more, while connections begin or have just begun. */
  void maybeSoon() {
    if (run.isHarsh && dice.chance(0.3)) {
      left++;
      run.after(dice.micros(0, dice.oneOf(300, 5_000)), this::happen);
    }
  }

  boolean areOver() {
    return left == 0;
  }

  private void happen() {
    left--;
    if (run.isHarsh && dice.chance(0.7)) {
      harsh();
    } else if (!run.isQuick()) {
      slow();
    }
  }

  private void slow() {
    SimulatedNode node = dice.oneOf(machines).node;
    switch (dice.between(0, 2)) {
      case 0 -> node.pause(dice.millis(1, 1_000));
      case 1 -> {
        node.slowDown(dice.micros(1, 500));
        run.after(dice.millis(1, 1_000), () -> node.slowDown(Duration.ZERO));
      }
      default -> run.network.links(LinkProfile.between(Duration.ofMillis(1), dice.millis(2, 30)));
    }
  }

  private void harsh() {
    Machine machine = dice.oneOf(machines);
    Machine other = dice.oneOf(machines);
    SimulatedNode node = machine.node;
    switch (dice.between(0, 9)) {
      case 0, 1 -> {
        for (int i = dice.between(1, 3); i > 0; i--) {
          boolean _ = node.resetSomeConnection();
        }
      }
      case 2 -> {
        run.network.partition(node, other.node);
        run.after(dice.millis(1, 20_000), () -> run.network.heal(node, other.node));
      }
      case 3 -> crash(machine);
      case 4, 5, 6 -> end(machine, dice.chance(0.6));
      case 7, 8 -> {
        node.limitDescriptors(node.openDescriptors() + dice.between(0, 1));
        Life client = other.life();
        for (int i = dice.between(1, 4); i > 0 && client != null && client.isUp(); i--) {
          run.dialing.dialTo(client, machine);
        }
        run.after(
            dice.millis(1, 2_000), () -> node.limitDescriptors(SimulatedNode.DEFAULT_DESCRIPTORS));
      }
      default -> machine.disturbPort();
    }
  }

  private void crash(Machine machine) {
    Life life = machine.life();
    if (life == null || !life.isUp()) {
      return;
    }
    run.vanished(life);
    life.vanish();
    left++;
    run.after(
        dice.millis(0, 3_000),
        () -> {
          left--;
          machine.node.restart();
          machine.start();
        });
  }

  private void end(Machine machine, boolean inOrder) {
    Life life = machine.life();
    if (life == null || !life.isUp()) {
      return;
    }
    if (inOrder) {
      life.stop();
    } else {
      life.crash();
    }
    left++;
    var _ = life.reactor.stop().thenRun(() -> run.after(dice.millis(0, 100), () -> again(machine)));
  }

  private void again(Machine machine) {
    left--;
    machine.start();
  }

  /** Everything works again. */
  void end() {
    for (Machine one : machines) {
      one.node.slowDown(Duration.ZERO);
      one.node.resume();
      one.node.limitDescriptors(SimulatedNode.DEFAULT_DESCRIPTORS);
      for (Machine other : machines) {
        run.network.heal(one.node, other.node);
      }
    }
  }
}
