package io.jackfield.server;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.SocketPath;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

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
   * Makes what is told of the datagrams, as a port of a reactor tells it; of several event loops
   * each has one. It may send when it likes, and have timers. On engines other than event loops the
   * serving thread, a platform thread, turns a loop for it: a protocol is told one thing at a time.
   *
   * <p>{@link ServerHooks} are told of each datagram as of any request. What it throws at one
   * counts as failed.
   */
  public DatagramServerBuilder<S> protocol(Supplier<? extends DatagramProtocol> protocols) {
    return rules(new Rules.DatagramProtocols(Objects.requireNonNull(protocols)));
  }

  /**
   * The same by the class of the protocol; as {@link #handler(Class, Map)}. Each of {@linkplain
   * Engine#processes worker processes} has one: which of them is told of a datagram is the kernel's
   * choice.
   *
   * @throws IllegalArgumentException if it has no such constructor, or one that cannot be called
   */
  public DatagramServerBuilder<S> protocol(
      Class<? extends DatagramProtocol> protocol, Map<String, String> settings) {
    return protocol(new Named<>(protocol, settings));
  }

  /**
   * How long a datagram may be; 65,535 bytes if nothing is said, which is more than any of UDP has.
   * One that is longer, as those of the Unix domain may be, is cut by the kernel: it is not
   * handled, counts as {@linkplain ServerCounts#cut cut}, and {@link ServerHooks#handleError} is
   * told with a {@link DatagramTooLongException}.
   *
   * @param limit 1 to 65,535
   * @throws IllegalArgumentException if it is not
   */
  public DatagramServerBuilder<S> datagramBytes(int limit) {
    if (limit < 1 || limit > DatagramRequest.LONGEST_BYTES) {
      throw new IllegalArgumentException(
          "datagrams of 1 to " + DatagramRequest.LONGEST_BYTES + " bytes, not " + limit);
    }
    this.datagramBytes = limit;
    return this;
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
    return config.engine() instanceof Engine.Processes
        ? SharedDatagrams.open(config)
        : runHere(config);
  }

  /** In this process. */
  static ServerRun runHere(ServerConfig<DatagramRequest> config) throws IOException {
    return LoopRun.carries(config) ? LoopRun.ofDatagrams(config) : DatagramTaking.open(config);
  }
}
