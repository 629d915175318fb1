package io.jackfield.reactor.endpoint;

import io.jackfield.socket.address.Addresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/**
 * A host, by name or by address, and a port: {@code localhost:80}, {@code [fe80::1%eth0]:80},
 * {@code :80} to listen at every address of the machine.
 *
 * @param host a name as it was written, or an address in its shortest form without brackets; empty
 *     for every address
 * @param port 0 to 65,535; to listen, 0 is any free one
 */
public record HostPort(String host, int port) {
  /** The largest port. */
  public static final int MAX_PORT = 65_535;

  private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

  /** Throws {@link IllegalArgumentException} for a host or a port that cannot be. */
  public HostPort {
    try {
      host = canonical(host);
    } catch (PercentText.Fault fault) {
      throw new IllegalArgumentException("'" + host + "': " + fault.why(), fault);
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("a port is from 0 to " + MAX_PORT + ", not " + port);
    }
  }

  /** That of an address; a name that was not looked up stays a name. */
  public static HostPort of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    return new HostPort(
        host == null ? address.getHostString() : Addresses.hostText(host), address.getPort());
  }

  /** Whether the host is an address, or every one, so that nothing need be looked up. */
  public boolean isLiteral() {
    return host.isEmpty() || host.indexOf(':') >= 0 || endsInNumber(host);
  }

  /**
   * As the JDK has it; a name stays unresolved, and no host is {@link Addresses#everyAddress}. Asks
   * the system at most for a network interface.
   *
   * @throws UnknownHostException if the scope names an interface that this machine has not
   */
  public InetSocketAddress socketAddress() throws UnknownHostException {
    if (!isLiteral()) {
      return InetSocketAddress.createUnresolved(host, port);
    }
    if (host.isEmpty()) {
      return new InetSocketAddress(Addresses.everyAddress(), port);
    }
    int percent = host.indexOf('%');
    if (percent < 0) {
      return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }
    byte[] address = InetAddress.ofLiteral(host.substring(0, percent)).getAddress();
    return new InetSocketAddress(scoped(address, host.substring(percent + 1)), port);
  }

  /**
   * As above, a name by its first address. Waits while that is looked up: not for a loop that runs,
   * where it is not an address.
   *
   * @throws UnknownHostException as above, and for a name without an address
   */
  public InetSocketAddress resolved() throws UnknownHostException {
    InetSocketAddress address = socketAddress();
    return address.isUnresolved()
        ? new InetSocketAddress(InetAddress.getByName(host), port)
        : address;
  }

  private static InetAddress scoped(byte[] address, String scope) throws UnknownHostException {
    if (scope.matches("[0-9]{1,9}")) {
      return Inet6Address.getByAddress(null, address, Integer.parseInt(scope));
    }
    try {
      NetworkInterface named = NetworkInterface.getByName(scope);
      if (named != null) {
        return Inet6Address.getByAddress(null, address, named);
      }
    } catch (SocketException e) {
      var unknown = new UnknownHostException("network interface " + scope);
      unknown.initCause(e);
      throw unknown;
    }
    throw new UnknownHostException("this machine has no network interface " + scope);
  }

  /**
   * Refuses every address for what is to be connected to.
   *
   * @throws EndpointUseException if no host is named
   */
  public void requireHost(Endpoint endpoint) throws EndpointUseException {
    if (host.isEmpty()) {
      throw new EndpointUseException(
          endpoint,
          "without a host this is every address of the machine, to listen at; a connection is made"
              + " to one, as to 127.0.0.1:"
              + port);
    }
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** The form in which equal hosts are equal; the fault's index is one in {@code host}. */
  static String canonical(String host) throws PercentText.Fault {
    if (host.indexOf(':') >= 0) {
      return canonicalIpv6(host);
    }
    for (int at = 0; at < host.length(); at += Character.charCount(host.codePointAt(at))) {
      int point = host.codePointAt(at);
      if (!Character.isLetterOrDigit(point) && "-._".indexOf(point) < 0) {
        throw new PercentText.Fault(at, "a host has letters, digits, dots and hyphens only");
      }
    }
    if (endsInNumber(host) && !host.matches("(" + BYTE + "\\.){3}" + BYTE)) {
      throw new PercentText.Fault(
          0, "an IPv4 address is four numbers from 0 to 255, as in 127.0.0.1");
    }
    return host;
  }

  /** Such a host is meant as an IPv4 address: no name's last label is a number. */
  private static boolean endsInNumber(String host) {
    return host.matches("(?s)(.*\\.)?[0-9]+\\.?");
  }

  private static String canonicalIpv6(String host) throws PercentText.Fault {
    int percent = host.indexOf('%');
    String literal = percent < 0 ? host : host.substring(0, percent);
    InetAddress address;
    try {
      if (!literal.matches("[0-9a-fA-F:.]+")) {
        throw new IllegalArgumentException(literal);
      }
      address = InetAddress.ofLiteral(literal);
    } catch (IllegalArgumentException e) {
      throw new PercentText.Fault(0, "this is not an IPv6 address, as ::1 and 2001:db8::5 are");
    }
    String shortest = Addresses.hostText(address);
    if (percent < 0) {
      return shortest;
    }
    if (!(address instanceof Inet6Address)) {
      throw new PercentText.Fault(percent, "an IPv4 address has no scope");
    }
    String scope = host.substring(percent + 1);
    if (!scope.matches("[\\p{Alnum}._-]+")) {
      throw new PercentText.Fault(
          percent, "a scope is the name or the number of a network interface, as eth0");
    }
    return shortest + "%" + scope;
  }
}
