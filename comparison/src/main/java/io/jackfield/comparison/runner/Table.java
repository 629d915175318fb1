package io.jackfield.comparison.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A work's results as Markdown: a line for each server, ratios within the rounds. */
final class Table {
  private static final String NETTY = "Netty";
  private static final String NOTHING = "–";

  private final Measured measured;
  private final Work work;
  private final Optional<Peer> netty;

  Table(Measured measured) {
    this.measured = measured;
    this.work = measured.work();
    this.netty = measured.best(NETTY);
  }

  /** The title, the table, and who was left out. */
  String markdown() {
    var text = new StringBuilder("## " + work.title() + "\n\n");
    List<String> head = head();
    row(text, head);
    row(text, head.stream().map(_ -> "---").toList());
    for (Peer peer : work.peers()) {
      measured.costs(peer).ifPresent(costs -> row(text, cells(peer, costs)));
    }
    measured
        .leftOut()
        .forEach((peer, why) -> text.append("\nLeft out: " + peer.name() + ", " + why + "\n"));
    return text.toString();
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private List<String> head() {
    var head = new ArrayList<>(List.of("server", work.cost().unit(), over(work.reference())));
    netty.ifPresent(best -> head.add(over(best)));
    String reference = over(work.reference());
    for (Work.Extra extra : work.cost().extras()) {
      head.add(
          switch (extra) {
            case USER_MODE -> "of it in user mode, µs";
            case THROUGHPUT -> "per second " + reference;
            case TAIL -> "p99 " + reference;
            case HEAP -> "of it in the heap";
          });
    }
    head.add("what it is");
    return head;
  }

  private static String over(Peer peer) {
    return "÷ " + peer.name();
  }

  private List<String> cells(Peer peer, Spread costs) {
    var cells = new ArrayList<>(List.of(peer.name(), number(costs.median())));
    cells.add(ratio(measured.costRatios(peer, work.reference())));
    netty.ifPresent(best -> cells.add(ratio(measured.costRatios(peer, best))));
    for (Work.Extra extra : work.cost().extras()) {
      cells.add(
          switch (extra) {
            case USER_MODE -> measured.userMicrosEach(peer).map(Table::number).orElse(NOTHING);
            case THROUGHPUT -> busy(peer, "per_second");
            case TAIL -> busy(peer, "p99_us");
            case HEAP -> median(peer, "heap_bytes_each");
          });
    }
    cells.add(peer.remark());
    return cells;
  }

  private String busy(Peer peer, String name) {
    boolean told =
        measured.samples(peer).values().stream().allMatch(s -> s.values().containsKey(name));
    if (!told) {
      return NOTHING;
    }
    return measured
        .busyRatios(peer, work.reference(), name)
        .map(spread -> "%s, %d rounds".formatted(two(spread.median()), spread.count()))
        .orElse("no busy round");
  }

  private String median(Peer peer, String name) {
    return Spread.of(measured.samples(peer).values().stream().map(s -> s.value(name)).toList())
        .map(spread -> number(spread.median()))
        .orElse(NOTHING);
  }

  private static String ratio(Optional<Spread> spread) {
    return spread
        .filter(s -> Double.isFinite(s.median())) // The other may cost nothing.
        .map(s -> "%s (%s–%s)".formatted(two(s.median()), two(s.tenth()), two(s.ninetieth())))
        .orElse(NOTHING);
  }

  private static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  /** Three digits that count. */
  private static String number(double number) {
    int digits = number >= 100 ? 0 : number >= 10 ? 1 : number >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }
}
