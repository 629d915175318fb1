package io.jackfield.server;

import io.jackfield.reactor.DatagramOptions;
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
import org.jspecify.annotations.Nullable;

/**
 * Says what a server is to be, then opens it. Used by one thread.
 *
 * @param <R> the kind of request
 * @param <S> the kind of server
 * @param <B> the kind of builder
 */
public abstract sealed class ServerBuilder<
        R extends Request, S extends BaseServer, B extends ServerBuilder<R, S, B>>
    permits StreamServerBuilder, DatagramServerBuilder {
  /** How long unanswered requests may take after a shutdown if nothing else is said. */
  public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(5);

  /** How long a client's TLS handshake may take if nothing else is said. */
  public static final Duration DEFAULT_HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration A_YEAR = Duration.ofDays(365);

  private final SocketAddress address;
  private final Function<ServerRun, S> made;
  private @Nullable GivenSockets given;
  private @Nullable Rules<R> rules;
  private String name = "server";
  private Engine engine = Engine.virtualThreads();
  private ServerHooks<R> hooks = new ServerHooks<>() {};
  private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;

  // What only some kinds of servers say.
  SocketPath path = SocketPath.DEFAULTS;
  Predicate<SocketAddress> proxies = _ -> false;
  @Nullable TlsServerConfig tls;
  Duration handshakeTimeout = DEFAULT_HANDSHAKE_TIMEOUT;
  Limits limits = Limits.DEFAULTS;
  int datagramBytes = DatagramRequest.LONGEST_BYTES;
  int queueMessages = DatagramOptions.DEFAULTS.queueMessages();
  long queueBytes = DatagramOptions.DEFAULTS.queueBytes();

  ServerBuilder(SocketAddress address, Function<ServerRun, S> made) {
    this.address = address;
    this.made = made;
  }

  abstract B self();

  /** Binds; listens where there are connections. */
  abstract ServerRun run(ServerConfig<R> config) throws IOException;

  final B rules(Rules<R> said) {
    this.rules = said;
    return self();
  }

  /**
   * Makes the handler of each request. This, or another way to say what is answered, is required.
   */
  public final B handler(Supplier<? extends BaseRequestHandler<R>> handler) {
    return rules(new Rules.Handlers<>(Objects.requireNonNull(handler)));
  }

  /** As below, with a class that needs no settings. */
  public final B handler(Class<? extends BaseRequestHandler<R>> handler) {
    return handler(handler, Map.of());
  }

  /**
   * The same by its class, which {@linkplain Engine#processes worker processes} need.
   *
   * @param handler has a constructor for a {@code Map<String, String>}, or one for nothing
   * @param settings what that map is
   * @throws IllegalArgumentException if it has no such constructor, or one that cannot be called
   */
  public final B handler(
      Class<? extends BaseRequestHandler<R>> handler, Map<String, String> settings) {
    return handler(new Named<>(handler, settings));
  }

  /** How handlers run; {@link Engine#virtualThreads()} if not said. */
  public final B engine(Engine engine) {
    this.engine = Objects.requireNonNull(engine);
    return self();
  }

  /** Who is told and asked. */
  public final B hooks(ServerHooks<R> hooks) {
    this.hooks = Objects.requireNonNull(hooks);
    return self();
  }

  /**
   * Has it take requests from sockets that exist already: of the process in whose place this one
   * serves, or of a service manager. Its address is then only what kind they are to be of, their
   * options and permissions stay as they are. If it cannot be opened they are to be {@linkplain
   * GivenSockets#close closed} still.
   */
  public final B sockets(GivenSockets given) {
    this.given = Objects.requireNonNull(given);
    return self();
  }

  /** The name of the server's threads. */
  public final B name(String name) {
    this.name = Objects.requireNonNull(name);
    return self();
  }

  /**
   * How long unanswered requests may take after {@link BaseServer#shutdown}; more than a year
   * counts as a year.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public final B drainTimeout(Duration drainTimeout) {
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException("negative drain time-out: " + drainTimeout);
    }
    this.drainTimeout = drainTimeout.compareTo(A_YEAR) > 0 ? A_YEAR : drainTimeout;
    return self();
  }

  static Duration requirePositive(Duration timeout) {
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("a time-out must be positive: " + timeout);
    }
    return timeout;
  }

  /**
   * Opens the server: bound and listening, but not serving yet.
   *
   * @throws IOException as {@code bind} does: {@link io.jackfield.socket.AddressInUseException},
   *     {@link io.jackfield.socket.BindDeniedException}, …; or if an event loop's driver cannot be
   *     had
   * @throws UnsupportedOperationException if that driver has no such sockets, or cannot take given
   *     ones
   * @throws IllegalStateException if nothing was said that answers
   */
  public final S open() throws IOException {
    Rules<R> said = rules;
    if (said == null) {
      throw new IllegalStateException("a server needs a handler: call handler(MyHandler::new)");
    }
    return made.apply(
        run(
            new ServerConfig<>(
                address,
                given,
                path,
                name,
                said,
                engine,
                hooks,
                proxies,
                tls,
                handshakeTimeout,
                new Admission(limits),
                drainTimeout,
                datagramBytes,
                queueMessages,
                queueBytes)));
  }

  /**
   * Opens the server and has it serve on a thread of its own; returns when it listens. The process
   * does not end while it serves, whatever thread has started it.
   */
  public final S start() throws IOException {
    S server = open();
    Thread.ofPlatform().daemon(false).name(name).start(server::serveForever);
    return server;
  }
}
