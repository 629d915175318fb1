package io.jackfield.server;

import io.jackfield.reactor.SocketPath;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Says what a server of datagrams is to be.
 *
 * @param <S> the kind of server
 */
public final class DatagramServerBuilder<S extends BaseServer>
    extends ServerBuilder<DatagramRequest, S, DatagramServerBuilder<S>> {
  DatagramServerBuilder(SocketAddress address, Function<ServerRun, S> made) {
    super(address, made);
  }

  @Override
  DatagramServerBuilder<S> self() {
    return this;
  }

  /** Answers each datagram; an event loop calls it without a thread. */
  public DatagramServerBuilder<S> exchange(DatagramExchange exchange) {
    return rules(new Rules.Datagrams(Objects.requireNonNull(exchange), null));
  }

  /**
   * The same by its class; as {@link #handler(Class, Map)}.
   *
   * @throws IllegalArgumentException if it has no such constructor, or one that cannot be called
   */
  public DatagramServerBuilder<S> exchange(
      Class<? extends DatagramExchange> exchange, Map<String, String> settings) {
    return rules(Rules.Datagrams.of(new Named<>(exchange, settings)));
  }

  /**
   * How many answers may wait for the network on an event loop, and how many bytes those may have;
   * if nothing is said 1,024 and 1 MiB. On other engines whoever answers waits.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public DatagramServerBuilder<S> queue(int messages, long bytes) {
    if (messages < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "a queue of " + messages + " messages, " + bytes + " bytes");
    }
    this.queueMessages = messages;
    this.queueBytes = bytes;
    return this;
  }

  /** How a Unix socket takes its path; {@link SocketPath#DEFAULTS} if not said. */
  public DatagramServerBuilder<S> path(SocketPath how) {
    this.path = Objects.requireNonNull(how);
    return this;
  }

  @Override
  ServerRun run(ServerConfig<DatagramRequest> config) throws IOException {
    if (LoopRun.carries(config.engine())) {
      return LoopRun.ofDatagrams(config);
    }
    return config.engine() instanceof Engine.Processes
        ? SharedDatagrams.open(config)
        : DatagramTaking.open(config);
  }
}
