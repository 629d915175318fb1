package io.jackfield.server;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;

/** What a server is made from. */
record ServerConfig<R extends Request>(
    SocketAddress address,
    String name,
    Supplier<? extends BaseRequestHandler<R>> handler,
    Engine engine,
    ServerHooks<R> hooks,
    Duration idleTimeout,
    Duration drainTimeout) {}
