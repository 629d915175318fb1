package io.jackfield.comparison.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that holds connections while others come and go in all ways there are, for minutes. It
 * is looked at every few seconds, while nothing is under way, and must not have grown at the end.
 * For one thread.
 */
final class Soak {
  /** What is made once, of the server and by its compiler, is made in the first tenth. */
  private static final double WARM_UP_SHARE = 0.1;

  private static final int MOST_END_SECONDS = 30;
  private static final Sample NOTHING_HELD = Sample.parse("held=0");

  private final Peer peer;
  private final SoakOptions options;
  private final Setting setting;
  private final PrintStream out;

  /** Says to {@code out} how it goes. */
  Soak(Peer peer, SoakOptions options, Setting setting, PrintStream out) {
    this.peer = peer.withJvmFlags(MemoryUse.JVM_FLAGS);
    this.options = options;
    this.setting = setting;
    this.out = out;
  }

  /**
   * What was seen, and what is wrong.
   *
   * @throws IOException if the server cannot be started or ends
   */
  Outcome run() throws IOException {
    ServerProcess server = ServerProcess.start(peer, setting.cpus(), setting.logs());
    SoakLook before;
    try {
      server.awaitEcho();
      before = SoakLook.at(server, 0, NOTHING_HELD, true);
    } catch (IOException | RuntimeException e) {
      server.stop();
      throw e;
    }
    try (RestingLoad load = RestingLoad.start(command(server), setting, server)) {
      List<SoakLook> looks = looks(server, load);
      load.end();
      SoakLook after = afterwards(server, before, looks.getLast().seconds());
      return new Outcome(
          before, looks, after, SoakVerdict.of(before, looks, after, options.connections()));
    }
  }

  private List<String> command(ServerProcess server) {
    return List.of(
        setting.programs().program("churngen"),
        Integer.toString(server.port()),
        Integer.toString(options.connections()),
        Integer.toString(options.rate()));
  }

  private List<SoakLook> looks(ServerProcess server, RestingLoad load) throws IOException {
    var looks = new ArrayList<SoakLook>();
    long start = System.nanoTime();
    double total = options.minutes() * 60;
    // The time that looking and settling takes is not churned: so it lasts a little longer.
    double churned = total * WARM_UP_SHARE;
    look(looks, server, start, load.run(churned), true);
    for (boolean middle = false; churned < total; ) {
      double seconds = Math.min(options.everySeconds(), total - churned);
      Sample churn = load.run(seconds);
      churned += seconds;
      boolean collect = churned >= total || (!middle && churned >= total / 2);
      middle |= collect;
      look(looks, server, start, churn, collect);
    }
    return looks;
  }

  private void look(
      List<SoakLook> looks, ServerProcess server, long start, Sample churn, boolean collect)
      throws IOException {
    double seconds = (System.nanoTime() - start) / 1e9;
    SoakLook look = SoakLook.at(server, seconds, churn, collect);
    out.println(look.line());
    looks.add(look);
  }

  /**
   * The load has closed everything: the server may need a moment to see it, no longer than it was
   * under load.
   */
  private SoakLook afterwards(ServerProcess server, SoakLook before, double seconds)
      throws IOException {
    double most = Math.min(MOST_END_SECONDS, options.minutes() * 60);
    long limit = System.nanoTime() + (long) (most * 1e9);
    while (true) {
      SoakLook look = SoakLook.at(server, seconds, NOTHING_HELD, false);
      if (look.descriptors() <= before.descriptors() + SoakVerdict.DESCRIPTORS
          || System.nanoTime() > limit) {
        return look;
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  /**
   * How it went.
   *
   * @param before nothing held yet
   * @param looks while connections were held
   * @param after nothing held any more
   * @param wrong in words; empty if the server came through
   */
  record Outcome(SoakLook before, List<SoakLook> looks, SoakLook after, List<String> wrong) {
    /** For the raw results. */
    Map<String, Object> facts() {
      var facts = new LinkedHashMap<String, Object>();
      facts.put("verdict", wrong.isEmpty() ? "passed" : String.join("; ", wrong));
      facts.put("before", before.facts());
      facts.put("looks", looks.stream().map(SoakLook::facts).toList());
      facts.put("after", after.facts());
      return facts;
    }
  }
}
