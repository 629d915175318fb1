package io.jackfield.server;

import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.SocketPath;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Says what a server of conversations is to be.
 *
 * @param <S> the kind of server
 */
public final class StreamServerBuilder<S extends BaseServer>
    extends ServerBuilder<StreamRequest, S, StreamServerBuilder<S>> {
  StreamServerBuilder(SocketAddress address, Function<ServerRun, S> made) {
    super(address, made);
  }

  @Override
  StreamServerBuilder<S> self() {
    return this;
  }

  /** Makes the rules of each conversation; an event loop follows them without a thread. */
  public StreamServerBuilder<S> exchange(Supplier<? extends Exchange> exchange) {
    return rules(new Rules.Exchanges(Objects.requireNonNull(exchange)));
  }

  /**
   * The same by the class of the rules; as {@link #handler(Class, Map)}.
   *
   * @throws IllegalArgumentException if it has no such constructor, or one that cannot be called
   */
  public StreamServerBuilder<S> exchange(
      Class<? extends Exchange> exchange, Map<String, String> settings) {
    return exchange(new Named<>(exchange, settings));
  }

  /**
   * Makes a protocol for each conversation, as for a port of a reactor. On event loops it is called
   * by the loop that has the connection; on the other engines each connection has a small loop of
   * its own, which is its {@link io.jackfield.reactor.Transport#reactor}, turned by the thread that
   * the engine gives it, and ending with it. So of several loops or threads the factory is called
   * by each, at the same time.
   *
   * <p>It is told of its first use when the first server is opened with it, and of its last when
   * that takes no more; of connections that could not be accepted {@link
   * ServerHooks#handleTakeError} is told. A client that it refuses counts as refused. Its protocols
   * are asked for their last words ({@link io.jackfield.reactor.Protocol#stopping}) when the server
   * stops and their client says no more.
   */
  public StreamServerBuilder<S> protocol(ProtocolFactory factory) {
    return rules(new Rules.Protocols(new SharedFactory(Objects.requireNonNull(factory)), null));
  }

  /**
   * The same by the class of the factory; as {@link #handler(Class, Map)}.
   *
   * @throws IllegalArgumentException if it has no such constructor, or one that cannot be called
   */
  public StreamServerBuilder<S> protocol(
      Class<? extends ProtocolFactory> factory, Map<String, String> settings) {
    return rules(Rules.Protocols.of(new Named<>(factory, settings)));
  }

  /**
   * Which peers are proxies that say whose connection it is that they pass on, by the PROXY
   * protocol (version 1 or 2, before TLS if there is any): {@code
   * AddressRange.anyOf("10.0.0.0/8")}. Of these each connection must begin so, within the
   * {@linkplain #handshakeTimeout handshake's time}; nobody else is listened to in this. {@link
   * ServerHooks#verifyRequest} is asked when the client is known, by the thread that answers it.
   */
  public StreamServerBuilder<S> proxies(Predicate<SocketAddress> which) {
    this.proxies = Objects.requireNonNull(which);
    return this;
  }

  /** Has every conversation go through TLS; its handshake is the conversation's first part. */
  public StreamServerBuilder<S> tls(TlsServerConfig config) {
    this.tls = Objects.requireNonNull(config);
    return this;
  }

  /**
   * How long a client's TLS handshake may take as a whole.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public StreamServerBuilder<S> handshakeTimeout(Duration handshakeTimeout) {
    this.handshakeTimeout = requirePositive(handshakeTimeout);
    return this;
  }

  /** What clients may take of the server; {@link Limits#DEFAULTS} if not said. */
  public StreamServerBuilder<S> limits(Limits limits) {
    this.limits = Objects.requireNonNull(limits);
    return this;
  }

  /**
   * How long a client may be silent, or take nothing of what is sent, before its conversation ends:
   * one of its {@link Limits}, the others staying as they are.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public StreamServerBuilder<S> idleTimeout(Duration idleTimeout) {
    return limits(limits.change().idleTimeout(idleTimeout).build());
  }

  /** How a Unix socket takes its path; {@link SocketPath#DEFAULTS} if not said. */
  public StreamServerBuilder<S> path(SocketPath how) {
    this.path = Objects.requireNonNull(how);
    return this;
  }

  @Override
  ServerRun run(ServerConfig<StreamRequest> config) throws IOException {
    if (LoopRun.carries(config)) {
      return LoopRun.ofStreams(config);
    }
    return config.engine() instanceof Engine.Processes
        ? StreamTaking.openPassing(config)
        : StreamTaking.open(config);
  }
}
