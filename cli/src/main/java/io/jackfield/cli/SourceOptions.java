package io.jackfield.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From where {@code connect} comes. */
final class SourceOptions {
  @Option(
      names = {"-s", "--source"},
      paramLabel = "ADDRESS",
      description = "Come from this address of the machine (of Unix datagrams: this path).")
  private @Nullable String source;

  @Option(
      names = {"-p", "--source-port"},
      paramLabel = "PORT",
      description = "Come from this port.")
  private @Nullable String port;

  /** The first option that was given, null if none was. */
  @Nullable String given() {
    if (source != null) {
      return "--source";
    }
    return port == null ? null : "--source-port";
  }

  /**
   * The address to come from; null for any.
   *
   * @param isUnix whether it is one of Unix sockets
   * @throws IOException if it is a name of no host
   */
  @Nullable SocketAddress address(NameOptions names, boolean isUnix) throws IOException {
    if (isUnix) {
      if (port != null) {
        throw new CommandException(Exit.USAGE, "--source-port: a Unix socket has no port");
      }
      return source == null ? null : UnixServingOptions.address(source);
    }
    if (source == null && port == null) {
      return null;
    }
    int number = port == null ? 0 : HostPort.port(port);
    return source == null
        ? new InetSocketAddress(number)
        : new InetSocketAddress(host(names, source), number);
  }

  private static InetAddress host(NameOptions names, String source) throws IOException {
    try {
      InetAddress literal = InetAddress.ofLiteral(source);
      return names.family().isMeant(literal) ? literal : names.family().resolve(source);
    } catch (IllegalArgumentException e) {
      names.requireNames(source);
      return names.family().resolve(source);
    }
  }
}
