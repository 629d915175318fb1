package io.jackfield.comparison.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The method: all servers are made ready, then measured one after the other, A B C A B C, so that
 * what slows the machine down meets all of them alike, and their numbers are compared within a
 * round.
 */
final class Rounds {
  private final Work work;
  private final Setting setting;
  private final PrintStream progress;

  /** Says to {@code progress} how it goes. */
  Rounds(Work work, Setting setting, PrintStream progress) {
    this.work = work;
    this.setting = setting;
    this.progress = progress;
  }

  /** A server that cannot be measured is left out, and the result says why. */
  Measured run() {
    var measured = new Measured(work);
    var trials = new LinkedHashMap<Peer, Trial>();
    try {
      for (Peer peer : work.peers()) {
        progress.println(work.name() + ": " + peer.name() + " is made ready");
        try {
          trials.put(peer, work.trials().open(peer, setting));
        } catch (IOException e) {
          leaveOut(measured, peer, e);
        }
      }
      int rounds = Math.min(setting.rounds(), work.mostRounds());
      for (int round = 0; round < rounds; round++) {
        progress.println(work.name() + ": round " + (round + 1) + " of " + rounds);
        measureAll(trials, measured, round);
      }
    } finally {
      trials.values().forEach(Trial::close);
    }
    return measured;
  }

  private void measureAll(Map<Peer, Trial> trials, Measured measured, int round) {
    for (var left = trials.entrySet().iterator(); left.hasNext(); ) {
      var one = left.next();
      try {
        measured.add(one.getKey(), round, one.getValue().measure());
      } catch (IOException e) {
        leaveOut(measured, one.getKey(), e);
        one.getValue().close();
        left.remove();
      }
    }
  }

  private void leaveOut(Measured measured, Peer peer, IOException why) {
    progress.println(work.name() + ": " + peer.name() + " is left out: " + why.getMessage());
    measured.leftOut(peer, String.valueOf(why.getMessage()));
  }
}
