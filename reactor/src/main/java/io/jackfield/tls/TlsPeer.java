package io.jackfield.tls;

import java.time.Duration;

/**
 * Who a client wants to speak TLS with.
 *
 * @param config what it trusts and shows
 * @param host whose certificate it must be, and what is asked for by SNI; a name or an address
 * @param port for the cache of sessions
 * @param handshakeTimeout how long the handshake may take
 */
public record TlsPeer(TlsClientConfig config, String host, int port, Duration handshakeTimeout) {
  /** With the default time-out. */
  public static TlsPeer of(TlsClientConfig config, String host, int port) {
    return new TlsPeer(config, host, port, Tls.DEFAULT_HANDSHAKE_TIMEOUT);
  }

  TlsSession newSession() {
    return config.newSession(host, port);
  }
}
