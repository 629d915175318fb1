package io.jackfield.server;

import io.jackfield.tls.TlsServerConfig;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a server is made from. */
record ServerConfig<R extends Request>(
    SocketAddress address,
    String name,
    Supplier<? extends BaseRequestHandler<R>> handler,
    Engine engine,
    ServerHooks<R> hooks,
    @Nullable TlsServerConfig tls,
    Duration handshakeTimeout,
    Duration idleTimeout,
    Duration drainTimeout) {}
