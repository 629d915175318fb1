package io.jackfield.cli;

import io.jackfield.cli.progress.TextColumns;
import io.jackfield.service.Service;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code up} shows when it is ready: a row a service, as wide as its terminal. */
final class Table {
  private static final String ROW = "  %-15s %6s %6s  %s%n";

  /** Where the last column begins. */
  private static final int SUMMARY_COLUMN = 33;

  /** On a terminal that is narrower still, lines are the terminal's to break. */
  private static final int NARROWEST_SUMMARY = 12;

  private Table() {}

  /**
   * Prints it.
   *
   * @param columns how wide it may be
   */
  static void print(
      PrintStream to, int columns, String where, List<Served> services, List<Listening> running) {
    String below = "\n" + " ".repeat(SUMMARY_COLUMN);
    int room = Math.max(columns - SUMMARY_COLUMN, NARROWEST_SUMMARY);
    to.printf("%nJackfield %s %s%n%n", RootCommand.Version.text(), where);
    to.printf(ROW, "SERVICE", "TCP", "UDP", "WHAT IT DOES");
    for (Served served : services) {
      Service service = served.service();
      to.printf(
          ROW,
          served.name(),
          ports(served, "tcp", running),
          ports(served, "udp", running),
          String.join(below, TextColumns.lines(service.summary(), room)));
    }
    String called = System.getProperty("jackfield.called", "jackfield");
    // A command is in one line, to be taken from the screen as it stands.
    List<String> next =
        List.of("Try '" + called + " connect greeting'", "in another terminal.", "Ctrl-C stops.");
    to.printf("%n%s%n%n", String.join("\n", TextColumns.lines(next, columns)));
  }

  private static String ports(Served served, String scheme, List<Listening> running) {
    String ports =
        running.stream()
            .filter(one -> one.served().equals(served) && one.scheme().equals(scheme))
            .map(one -> Integer.toString(one.port()))
            .collect(Collectors.joining(","));
    return ports.isEmpty() ? "-" : ports;
  }
}
