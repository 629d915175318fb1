package io.jackfield.service.client;

import io.jackfield.tls.TlsClientConfig;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is reached by a connection.
 *
 * @param address of IPv4, IPv6 or the Unix domain
 * @param tls whom to trust; null in the clear
 */
public record StreamPlace(SocketAddress address, @Nullable Tls tls) {
  /**
   * Whom to trust.
   *
   * @param host whom the certificate must be for
   * @param port sessions with the same host and port resume each other
   */
  public record Tls(TlsClientConfig config, String host, int port) {}

  /** In the clear. */
  public static StreamPlace plain(SocketAddress address) {
    return new StreamPlace(address, null);
  }
}
