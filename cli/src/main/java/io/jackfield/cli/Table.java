package io.jackfield.cli;

import io.jackfield.cli.progress.TextColumns;
import io.jackfield.service.Service;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/** What {@code up} shows when it is ready: a row a service, as wide as its terminal. */
final class Table {
  private static final String ROW = "  %-15s %6s %6s  %s%n";

  /** Where the last column begins. */
  private static final int SUMMARY_COLUMN = 33;

  /** On a terminal that is narrower still, lines are the terminal's to break. */
  private static final int NARROWEST_SUMMARY = 12;

  /** The service to try first. */
  private static final String FRIENDLIEST = "greeting";

  /** Where {@code connect} looks for a service. */
  private static final String USUAL_HOST = AddressFamily.LOOPBACK;

  private Table() {}

  /**
   * A service at an address.
   *
   * @param scheme {@code tcp}, {@code tls}, {@code udp}, {@code unix} or {@code unix-dgram}
   * @param address with the port it got
   */
  record Shown(Served served, String scheme, SocketAddress address) {
    /** That of an address that has one. */
    int port() {
      return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }

    /** Whether it is a column's. */
    boolean hasColumn() {
      return scheme.equals("tcp") || scheme.equals("udp");
    }
  }

  /**
   * Prints it.
   *
   * @param columns how wide it may be
   */
  static void print(
      PrintStream to, int columns, String where, List<Served> services, List<Shown> running) {
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
    List<Shown> others = running.stream().filter(one -> !one.hasColumn()).toList();
    to.print(others.isEmpty() ? "" : "\n");
    for (Shown one : others) {
      String endpoint = Listening.endpoint(one.scheme(), one.address());
      to.printf("also: %s %s%n", one.served().name(), endpoint);
    }
    to.printf("%n%s%n%n", String.join("\n", TextColumns.lines(next(running), columns)));
  }

  private static String ports(Served served, String scheme, List<Shown> running) {
    String ports =
        running.stream()
            .filter(one -> one.served().equals(served) && one.scheme().equals(scheme))
            .map(one -> Integer.toString(one.port()))
            .collect(Collectors.joining(","));
    return ports.isEmpty() ? "-" : ports;
  }

  /** What to do next; a command is one part, to be taken from the screen as it stands. */
  private static List<String> next(List<Shown> running) {
    String called = System.getProperty("jackfield.called", "jackfield");
    List<Shown> talking =
        running.stream()
            .filter(one -> one.scheme().equals("tcp"))
            .filter(one -> ServiceTalk.isTyped(one.served().service()))
            .toList();
    return talking.stream()
        .filter(one -> one.served().service().name().equals(FRIENDLIEST))
        .findFirst()
        .or(() -> talking.stream().findFirst())
        .map(one ->
            List.of(
                "Try '" + called + " connect " + reached(one) + "'",
                "in another terminal.",
                "Ctrl-C stops."))
        .orElse(List.of("Ctrl-C stops."));
  }

  /** {@code SERVICE [HOST [PORT]]}, without what {@code connect} takes anyway. */
  private static String reached(Shown one) {
    Service service = one.served().service();
    String host = host(one.address());
    String port = one.port() == ServiceTalk.port(service, false) ? "" : " " + one.port();
    boolean isUsual = port.isEmpty() && host.equals(USUAL_HOST);
    return service.name() + (isUsual ? "" : " " + host + port);
  }

  /** One that leads there from this machine. */
  private static String host(SocketAddress address) {
    InetAddress at = ((InetSocketAddress) address).getAddress();
    if (at.isAnyLocalAddress()) {
      return at instanceof Inet6Address ? "::1" : USUAL_HOST;
    }
    return at.getHostAddress();
  }
}
