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
 * @param path of a Unix socket alone
 * @param proxies whose connections begin with a header of the PROXY protocol
 * @param handshakeTimeout of TLS, and of that header
 * @param datagramBytes how long a datagram may be
 * @param queueMessages of datagrams on an event loop alone, as the next
 */
record ServerConfig<R extends Request>(
    SocketAddress address,
    SocketPath path,
    String name,
    Rules<R> rules,
    Engine engine,
    ServerHooks<R> hooks,
    Predicate<SocketAddress> proxies,
    @Nullable TlsServerConfig tls,
    Duration handshakeTimeout,
    Limits limits,
    Admission admission,
    Duration drainTimeout,
    int datagramBytes,
    int queueMessages,
    long queueBytes) {
  /** The same, with requests answered by others. */
  ServerConfig<R> answeredBy(Rules<R> others) {
    return new ServerConfig<>(
        address,
        path,
        name,
        others,
        engine,
        hooks,
        proxies,
        tls,
        handshakeTimeout,
        limits,
        admission,
        drainTimeout,
        datagramBytes,
        queueMessages,
        queueBytes);
  }
}
