package io.jackfield.service.client;

import io.jackfield.tls.TlsSession;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is reached by a connection.
 *
 * @param address of IPv4, IPv6 or the Unix domain
 * @param tls makes a session of TLS for each connection; null in the clear
 */
public record StreamPlace(SocketAddress address, @Nullable Supplier<TlsSession> tls) {
  /** In the clear. */
  public static StreamPlace plain(SocketAddress address) {
    return new StreamPlace(address, null);
  }

  /**
   * Connects, with TLS to the end of its handshake.
   *
   * @param timeout the longest wait for a connection, and then of each call
   */
  public ServiceStream connect(Duration timeout) throws IOException {
    return ServiceStream.open(address, tls, timeout);
  }
}
