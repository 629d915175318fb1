package io.jackfield.cli;

import io.jackfield.service.Service;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code up} shows when it is ready: a row a service, within 80 columns. */
final class Table {
  private static final String ROW = "  %-15s %6s %6s  %s%n";

  private Table() {}

  static void print(PrintStream to, String where, List<Served> services, List<Listening> running) {
    to.printf("%nJackfield %s %s%n%n", RootCommand.Version.text(), where);
    to.printf(ROW, "SERVICE", "TCP", "UDP", "WHAT IT DOES");
    for (Served served : services) {
      Service service = served.service();
      to.printf(
          ROW,
          served.name(),
          ports(served, "tcp", running),
          ports(served, "udp", running),
          service.summary());
    }
    String called = System.getProperty("jackfield.called", "jackfield");
    to.printf("%nTry '%s connect greeting' in another terminal. Ctrl-C stops.%n%n", called);
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
