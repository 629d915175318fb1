package io.jackfield.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Faults at random moments between random nodes, drawn from the network's seed. Each lasts for a
 * random time and is then taken back.
 *
 * @param meanInterval between the beginnings of two faults, on average
 * @param meanLength how long each lasts, on average
 * @param faults what may happen, each equally likely
 */
public record Chaos(Duration meanInterval, Duration meanLength, Set<Fault> faults) {
  /** What may happen. */
  public enum Fault {
    /** Two nodes do not reach each other. */
    PARTITION,
    /** One does not reach the other. */
    ONE_WAY_PARTITION,
    /** One connection is reset. */
    RESET,
    /** One way becomes slow and loses packets, as {@link LinkProfile#POOR}. */
    POOR_LINK,
    /** The loops of one node stand still. */
    PAUSE,
    /** One node may open no further descriptor. */
    NO_DESCRIPTORS
  }

  /** All of it, every 300 ms or so, for 200 ms or so. */
  public static final Chaos USUAL =
      new Chaos(Duration.ofMillis(300), Duration.ofMillis(200), EnumSet.allOf(Fault.class));

  /** The same that does not end connections that could be kept. */
  public static final Chaos GENTLE =
      new Chaos(
          Duration.ofMillis(300),
          Duration.ofMillis(200),
          EnumSet.of(Fault.PARTITION, Fault.ONE_WAY_PARTITION, Fault.POOR_LINK, Fault.PAUSE));

  /** Keeps the faults as they are now. */
  public Chaos {
    faults = Set.copyOf(faults);
    if (faults.isEmpty()) {
      throw new IllegalArgumentException("no faults");
    }
  }

  /** The next fault, and then the one after it, until the time is up. */
  void begin(SimulatedNetwork network, long endNanos) {
    long at = network.time().in(exponential(network.random(), meanInterval));
    if (at < endNanos) {
      network
          .time()
          .at(
              at,
              () -> {
                strike(network);
                begin(network, endNanos);
              });
    }
  }

  private static long exponential(Random random, Duration mean) {
    return (long) (-Math.log1p(-random.nextDouble()) * mean.toNanos());
  }

  private void strike(SimulatedNetwork network) {
    // In the order of the enum: a set's own order is not the same in each run.
    List<Fault> possible = new ArrayList<>(EnumSet.copyOf(faults));
    Random random = network.random();
    List<SimulatedNode> nodes = List.copyOf(network.nodes());
    if (nodes.isEmpty()) {
      return;
    }
    SimulatedNode one = nodes.get(random.nextInt(nodes.size()));
    int next = nodes.size() == 1 ? 0 : 1 + random.nextInt(nodes.size() - 1);
    SimulatedNode other = nodes.get((nodes.indexOf(one) + next) % nodes.size());
    long lengthNanos = exponential(random, meanLength);
    Fault fault = possible.get(random.nextInt(possible.size()));
    network.log(one.name(), "chaos: " + fault + ", " + other + ", for " + lengthNanos + " ns");
    Runnable takeBack = apply(fault, network, one, other, Duration.ofNanos(lengthNanos));
    network.time().after(lengthNanos, takeBack);
  }

  private static Runnable apply(
      Fault fault,
      SimulatedNetwork network,
      SimulatedNode one,
      SimulatedNode other,
      Duration length) {
    return switch (fault) {
      case PARTITION -> {
        network.partition(one, other);
        yield () -> network.heal(one, other);
      }
      case ONE_WAY_PARTITION -> {
        Link way = network.link(one, other);
        way.cut();
        yield way::heal;
      }
      case RESET -> {
        var _ = one.resetSomeConnection();
        yield () -> {};
      }
      case POOR_LINK -> {
        Link way = network.link(one, other);
        way.spoil();
        yield way::recover;
      }
      case PAUSE -> {
        one.pause(length);
        yield () -> {};
      }
      case NO_DESCRIPTORS -> {
        one.runShort(true);
        yield () -> one.runShort(false);
      }
    };
  }
}
