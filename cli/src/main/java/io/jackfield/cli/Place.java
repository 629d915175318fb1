package io.jackfield.cli;

import io.jackfield.server.GivenSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is to be had.
 *
 * @param scheme {@code tcp}, {@code tls}, {@code udp}, {@code unix} or {@code unix-dgram}
 * @param address of a given socket the one that it has
 * @param endpoint as it was asked for: {@code tcp://127.0.0.1:0}, {@code tcp systemd:web}
 * @param given what this process was started with; null to have it opened
 */
record Place(String scheme, SocketAddress address, String endpoint, @Nullable GivenSockets given) {
  private static final Set<String> OF_DATAGRAMS = Set.of("udp", "unix-dgram");

  static Place of(String scheme, SocketAddress address) {
    return new Place(scheme, address, Listening.endpoint(scheme, address), null);
  }

  /**
   * How sockets are called that this process was started with.
   *
   * @param index which one of that name
   */
  static String endpointOf(String scheme, String text, int index) {
    return scheme + " " + text + (index == 0 ? "" : " " + (index + 1));
  }

  static boolean isOfDatagrams(String scheme) {
    return OF_DATAGRAMS.contains(scheme);
  }

  static boolean isOfUnix(String scheme) {
    return scheme.startsWith("unix");
  }

  boolean isOfUnix() {
    return isOfUnix(scheme);
  }

  /** Throws if a given socket has an address of another kind than the scheme. */
  void requireFit() throws IOException {
    if (isOfUnix() == address instanceof InetSocketAddress) {
      throw new IOException(
          "it is the socket " + Listening.endpoint(isOfUnix() ? "tcp" : "unix", address));
    }
  }
}
