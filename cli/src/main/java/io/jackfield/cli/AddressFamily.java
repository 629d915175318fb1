package io.jackfield.cli;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** {@code -4} and {@code -6}: which of a host's addresses are meant. */
final class AddressFamily {
  /** This machine for nobody else, where no family is asked for. */
  static final String LOOPBACK = "127.0.0.1";

  @Option(names = "-4", description = "IPv4 only.")
  private boolean v4;

  @Option(names = "-6", description = "IPv6 only.")
  private boolean v6;

  /**
   * The first of a host's addresses that is meant, in the system's order.
   *
   * @throws UnknownHostException if there is no such host
   * @throws CommandException if it has no address of the family, or is the empty text
   */
  InetAddress resolve(String host) throws UnknownHostException {
    check();
    HostPort.requireHost(host);
    for (InetAddress address : all(host)) {
      if (isMeant(address)) {
        return address;
      }
    }
    throw lacking(host);
  }

  /** Refuses both. */
  void check() {
    if (v4 && v6) {
      throw new CommandException(Exit.USAGE, "-4 and -6 exclude each other");
    }
  }

  /** Whether it is of the family that was asked for, if any was. */
  boolean isMeant(InetAddress address) {
    return (!v4 || address instanceof Inet4Address) && (!v6 || address instanceof Inet6Address);
  }

  /** This machine for nobody else: {@code 127.0.0.1}, or {@code ::1} where that is asked for. */
  String loopback() {
    return v6 ? "::1" : LOOPBACK;
  }

  /** What to throw for a host without an address that is meant. */
  CommandException lacking(String host) {
    return new CommandException(Exit.FAILED, host + " has no address of " + (v4 ? "IPv4" : "IPv6"));
  }

  private static InetAddress[] all(String host) throws UnknownHostException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      // The JDK's message differs from platform to platform.
      var named = new UnknownHostException(host);
      named.initCause(e);
      throw named;
    }
  }
}
