package io.jackfield.server;

import io.jackfield.reactor.SocketPath;
import io.jackfield.tls.TlsServerConfig;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server is made from.
 *
 * @param given sockets that exist already; null to have them opened
 * @param path of a Unix socket alone
 * @param proxies whose connections begin with a header of the PROXY protocol
 * @param handshakeTimeout of TLS, and of that header
 * @param datagramBytes how long a datagram may be
 * @param queueMessages of datagrams on an event loop alone, as the next
 */
record ServerConfig<R extends Request>(
    SocketAddress address,
    @Nullable GivenSockets given,
    SocketPath path,
    String name,
    Rules<R> rules,
    Engine engine,
    ServerHooks<R> hooks,
    Predicate<SocketAddress> proxies,
    @Nullable TlsServerConfig tls,
    Duration handshakeTimeout,
    Admission admission,
    Duration drainTimeout,
    int datagramBytes,
    int queueMessages,
    long queueBytes) {
  /** Those for the next connection. */
  Limits limits() {
    return admission.limits();
  }

  /** The same, with requests answered by others. */
  ServerConfig<R> answeredBy(Rules<R> others) {
    return new ServerConfig<>(
        address,
        given,
        path,
        name,
        others,
        engine,
        hooks,
        proxies,
        tls,
        handshakeTimeout,
        admission,
        drainTimeout,
        datagramBytes,
        queueMessages,
        queueBytes);
  }
}
