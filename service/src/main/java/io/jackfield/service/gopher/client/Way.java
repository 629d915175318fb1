package io.jackfield.service.gopher.client;

import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.service.gopher.GopherProtocol;
import io.jackfield.tls.TlsClientConfig;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How servers are reached.
 *
 * @param timeout the longest wait for a connection or a part of an answer
 * @param tls whom to trust at a {@code gophers} URL; null for who is asked for none
 * @param serverName whom a certificate must be for, of all servers; null for the host of the URL
 * @param unix where a server in the Unix domain is: what it calls {@link GopherProtocol#NAMELESS},
 *     since it knows no address of its own; null for none
 */
public record Way(
    Duration timeout,
    @Nullable TlsClientConfig tls,
    @Nullable String serverName,
    @Nullable SocketAddress unix) {
  /** Over TCP, in the clear. */
  public static Way plain(Duration timeout) {
    return new Way(timeout, null, null, null);
  }

  /** Whether that is in the Unix domain. */
  boolean isUnix(GopherUrl url) {
    return unix != null
        && !url.secure()
        && url.host().equals(GopherProtocol.NAMELESS.host())
        && url.port() == GopherProtocol.NAMELESS.port();
  }

  TlsClientConfig requireTls() {
    return Objects.requireNonNull(tls, "nothing is said of TLS");
  }

  /** Whom the certificate of a server must be for. */
  String expected(GopherUrl url) {
    return serverName == null ? url.host() : serverName;
  }
}
