package io.jackfield.cli;

import io.jackfield.socket.address.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * {@code HOST:PORT} as it is typed: {@code 127.0.0.1:80}, {@code [::1]:80}, {@code localhost:80},
 * {@code :80} for every address of the machine.
 *
 * @param host empty for every address
 * @param port 0 to 65,535; 0 is any free one
 */
record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;

  /**
   * Reads the typed form.
   *
   * @throws CommandException of wrong usage, saying what is wrong with it
   */
  static HostPort parse(String text) {
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    if (colon < 0) {
      throw wrong(
          text,
          text.matches("[0-9]+") ? "the host is missing, as in :" + text : "the port is missing");
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]") && host.length() > 2) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0 || host.startsWith("[")) {
      throw wrong(text, "an IPv6 address goes in brackets, as in [::1]:80");
    }
    return new HostPort(host, port(text.substring(colon + 1)));
  }

  private static CommandException wrong(String text, String why) {
    return new CommandException(Exit.USAGE, "'" + text + "' is not HOST:PORT: " + why);
  }

  /**
   * Refuses the empty text, as of an unset variable in a script: the JDK takes it for this machine.
   *
   * @throws CommandException of wrong usage
   */
  static void requireHost(String host) {
    if (host.isEmpty()) {
      throw new CommandException(Exit.USAGE, "the host is empty");
    }
  }

  /** Reads a port. */
  static int port(String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX_PORT) {
      return Integer.parseInt(text);
    }
    throw new CommandException(Exit.USAGE, "'" + text + "' is not a port: 0 to " + MAX_PORT);
  }

  /** The addresses it stands for, at least one, in the system's order of preference. */
  List<InetSocketAddress> resolve() throws UnknownHostException {
    if (host.isEmpty()) {
      return List.of(new InetSocketAddress(Addresses.everyAddress(), port));
    }
    try {
      return List.of(InetAddress.getAllByName(host)).stream()
          .map(address -> new InetSocketAddress(address, port))
          .toList();
    } catch (UnknownHostException e) {
      var named = new UnknownHostException(host);
      named.initCause(e);
      throw named;
    }
  }
}
