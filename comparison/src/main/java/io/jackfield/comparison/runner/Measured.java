package io.jackfield.comparison.runner;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The samples of a work, and what follows from them. */
final class Measured {
  private final Work work;
  private final Map<Peer, SortedMap<Integer, Sample>> samples = new LinkedHashMap<>();
  private final Map<Peer, String> leftOut = new LinkedHashMap<>();

  Measured(Work work) {
    this.work = work;
    work.peers().forEach(peer -> samples.put(peer, new TreeMap<>()));
  }

  void add(Peer peer, int round, Sample sample) {
    of(peer).put(round, sample);
  }

  /** It was not measured, or no longer. */
  void leftOut(Peer peer, String why) {
    leftOut.put(peer, why);
  }

  Work work() {
    return work;
  }

  Map<Peer, String> leftOut() {
    return Collections.unmodifiableMap(leftOut);
  }

  /** By round. */
  SortedMap<Integer, Sample> samples(Peer peer) {
    return Collections.unmodifiableSortedMap(of(peer));
  }

  private SortedMap<Integer, Sample> of(Peer peer) {
    SortedMap<Integer, Sample> rounds = samples.get(peer);
    if (rounds == null) {
      throw new IllegalArgumentException(peer.name() + " is not of " + work.name());
    }
    return rounds;
  }

  /** How its costs lie. */
  Optional<Spread> costs(Peer peer) {
    return Spread.of(
        of(peer).values().stream().map(s -> work.cost().of().applyAsDouble(s)).toList());
  }

  /** Its cost over the other's, in the rounds that have both. */
  Optional<Spread> costRatios(Peer peer, Peer other) {
    return ratios(peer, other, work.cost().of(), _ -> true);
  }

  /** Another number's, in the rounds in which both were limited by one of their sides. */
  Optional<Spread> busyRatios(Peer peer, Peer other, String name) {
    return ratios(peer, other, sample -> sample.value(name), Sample::isBusy);
  }

  private Optional<Spread> ratios(
      Peer peer, Peer other, ToDoubleFunction<Sample> number, Predicate<Sample> counts) {
    var ratios = new ArrayList<Double>();
    of(peer)
        .forEach((round, sample) -> {
          Sample beside = of(other).get(round);
          if (beside != null && counts.test(sample) && counts.test(beside)) {
            ratios.add(number.applyAsDouble(sample) / number.applyAsDouble(beside));
          }
        });
    return Spread.of(ratios);
  }

  /**
   * The one of a family that costs the least, beside the reference if that costs something; empty
   * if none was measured.
   */
  Optional<Peer> best(String family) {
    return work.peers().stream()
        .filter(peer -> peer.family().equals(family) && costs(peer).isPresent())
        .min(Comparator.comparingDouble(this::rank));
  }

  private double rank(Peer peer) {
    return costRatios(peer, work.reference())
        .map(Spread::median)
        .filter(Double::isFinite)
        .orElseGet(() -> costs(peer).orElseThrow().median());
  }

  /**
   * What it spends in user mode for each thing done, in microseconds; empty if nothing was counted.
   * The kernel counts modes by its tick, too coarse for one round: so over all of them, as the
   * share of ticks of what was charged.
   */
  Optional<Double> userMicrosEach(Peer peer) {
    List<Sample> all = List.copyOf(of(peer).values());
    double ticked = sum(all, "server_ticked_ms");
    double count = sum(all, "count");
    if (ticked == 0 || count == 0) {
      return Optional.empty();
    }
    double share = sum(all, "server_user_ms") / ticked;
    return Optional.of(share * sum(all, "server_cpu_ms") * 1_000 / count);
  }

  private static double sum(List<Sample> samples, String name) {
    return samples.stream().mapToDouble(sample -> sample.value(name)).sum();
  }
}
