package io.jackfield.comparison.runner;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Something that servers do, and how it is measured.
 *
 * @param name as the command takes it
 * @param title for the report
 * @param peers who does it; the first is the reference
 * @param trials how one is measured
 * @param cost what it costs, the less the better
 * @param mostRounds more of them say nothing new
 */
record Work(String name, String title, List<Peer> peers, Trials trials, Cost cost, int mostRounds) {
  Work {
    peers = List.copyOf(peers);
  }

  /** Makes one of the servers ready. */
  @FunctionalInterface
  interface Trials {
    Trial open(Peer peer, Setting setting) throws IOException;
  }

  /**
   * What is compared.
   *
   * @param unit of its numbers
   * @param extras what the report says besides
   */
  record Cost(String unit, ToDoubleFunction<Sample> of, List<Extra> extras) {
    /** One number of each sample. */
    static Cost value(String unit, String name, Extra... extras) {
      return new Cost(unit, sample -> sample.value(name), List.of(extras));
    }

    /** Of a server under load. */
    static Cost cpu(String each) {
      return new Cost(
          "CPU µs " + each,
          Sample::cpuMicrosEach,
          List.of(Extra.USER_MODE, Extra.THROUGHPUT, Extra.TAIL));
    }
  }

  /** What else there is to say. */
  enum Extra {
    USER_MODE,
    THROUGHPUT,
    TAIL,
    HEAP
  }

  Work(String name, String title, List<Peer> peers, Trials trials, Cost cost) {
    this(name, title, peers, trials, cost, Integer.MAX_VALUE);
  }

  Peer reference() {
    return peers.getFirst();
  }

  /** The same for some of the peers; a reference stays in the first place if it is among them. */
  Work among(List<Peer> some) {
    return new Work(name, title, some, trials, cost, mostRounds);
  }
}
