package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.Options;
import java.net.SocketAddress;

/** What is typed beside an endpoint, as one. */
final class Peers {
  private Peers() {}

  /**
   * A host and a port.
   *
   * @throws CommandException of wrong usage
   */
  static HostPort hostPort(String host, String port) {
    io.jackfield.cli.HostPort.requireHost(host);
    try {
      return new HostPort(host, io.jackfield.cli.HostPort.port(port));
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** A Unix socket's path, or its abstract name: {@code @NAME}. */
  static Endpoint unix(String text, boolean isDatagram) {
    SocketAddress address = UnixServingOptions.address(text);
    return isDatagram
        ? new Endpoint.UnixDatagram(address, Options.NONE)
        : new Endpoint.Unix(address, Options.NONE);
  }
}
