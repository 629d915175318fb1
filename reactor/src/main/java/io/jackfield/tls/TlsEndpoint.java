package io.jackfield.tls;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointUseException;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.OptionReader;
import io.jackfield.reactor.endpoint.Options;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * TLS over TCP: {@code tls://example.org:443}.
 *
 * <p>How to speak is given in code, where the parser is made. Besides those of {@code tcp} it has
 * these options:
 *
 * <ul>
 *   <li>to listen {@code cert=FILE} and {@code key=FILE}, both of PEM: a server with this
 *       certificate and else the defaults, instead of what is given in code;
 *   <li>to connect {@code ca=FILE}, of PEM: a client that trusts these authorities alone and has
 *       else the defaults, instead of what is given in code; {@code name=HOST}: whose certificate
 *       it must be, instead of the host that is connected to.
 * </ul>
 *
 * <p>A client checks certificates; there is no option that ends that, only {@link
 * TlsClientConfig.Builder#insecure} in code. Files that options name are read each time one is
 * opened; a configuration in code is read once, and its connections resume their sessions.
 *
 * @param client for what connects; null for the defaults, with the system's authorities
 * @param server for what listens; null for none
 * @param failed told, on the loop's thread, of a client and why its handshake failed; null to have
 *     that logged
 */
public record TlsEndpoint(
    HostPort at,
    Options options,
    @Nullable TlsClientConfig client,
    @Nullable TlsServerConfig server,
    @Nullable BiConsumer<@Nullable SocketAddress, Throwable> failed)
    implements Endpoint.Extension {
  private static final String SCHEME = "tls";

  /** Without anything given in code. */
  public TlsEndpoint(HostPort at, Options options) {
    this(at, options, null, null, null);
  }

  /**
   * One that knows {@code tls} besides what the given one knows; a client has the defaults, and a
   * server what the options say.
   *
   * @throws IllegalArgumentException if that one knows it already
   */
  public static EndpointParser addTo(EndpointParser parser) {
    return addTo(parser, null, null);
  }

  /**
   * As above.
   *
   * @param client for what connects, to be given where clients are to have more than the defaults
   * @param server for what listens
   */
  public static EndpointParser addTo(
      EndpointParser parser, @Nullable TlsClientConfig client, @Nullable TlsServerConfig server) {
    return addTo(parser, client, server, null);
  }

  /**
   * As above.
   *
   * @param failed told of clients whose handshake failed; null to have that logged
   */
  public static EndpointParser addTo(
      EndpointParser parser,
      @Nullable TlsClientConfig client,
      @Nullable TlsServerConfig server,
      @Nullable BiConsumer<@Nullable SocketAddress, Throwable> failed) {
    return parser.withScheme(
        SCHEME, text -> new TlsEndpoint(text.hostPort(), text.options(), client, server, failed));
  }

  @Override
  public String scheme() {
    return SCHEME;
  }

  /** Throws {@link TlsConfigException} for a file that cannot be used. */
  @Override
  public ListeningPort listen(Reactor reactor, ProtocolFactory factory, StreamOptions settings)
      throws IOException {
    OptionReader given = OptionReader.toListen(this);
    String chain = given.text("cert");
    String key = given.text("key");
    StreamOptions tcp = given.tcpPort(at, settings);
    given.end();
    if ((chain == null) != (key == null)) {
      throw given.wrong(chain == null ? "key" : "cert", "cert and key are given together");
    }
    TlsServerConfig config =
        chain == null || key == null
            ? server
            : TlsServerConfig.builder(TlsIdentity.pem(Path.of(chain), Path.of(key))).build();
    if (config == null) {
      throw new EndpointUseException(
          this, "a server has a certificate: write ?cert=FILE&key=FILE, or give one in code");
    }
    ProtocolFactory secured =
        failed == null
            ? Tls.server(config, factory)
            : Tls.server(config, factory, Tls.DEFAULT_HANDSHAKE_TIMEOUT, failed);
    return reactor.listen(at.resolved(), secured, tcp);
  }

  @Override
  public CompletableFuture<Protocol> connect(
      Reactor reactor, ProtocolFactory factory, StreamOptions settings) {
    OptionReader given = OptionReader.toConnect(this);
    String authorities = given.text("ca");
    String name = given.text("name");
    StreamOptions tcp = given.connection(settings);
    Duration handshake =
        Objects.requireNonNullElse(given.duration("timeout"), Tls.DEFAULT_HANDSHAKE_TIMEOUT);
    given.end();
    try {
      at.requireHost(this);
    } catch (EndpointUseException e) {
      return CompletableFuture.failedFuture(e);
    }
    Function<TlsClientConfig, CompletableFuture<Protocol>> connecting =
        config -> {
          String host = name == null ? at.host() : name;
          var peer = new TlsPeer(config, host, at.port(), handshake);
          try {
            return Tls.connect(reactor, at.socketAddress(), peer, factory, tcp);
          } catch (UnknownHostException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
          }
        };
    return authorities == null && client != null
        ? connecting.apply(client)
        : read(reactor, authorities, connecting);
  }

  /** Another thread reads what is trusted, which takes its time; then it is connected. */
  private static CompletableFuture<Protocol> read(
      Reactor reactor,
      @Nullable String authorities,
      Function<TlsClientConfig, CompletableFuture<Protocol>> connecting) {
    CompletableFuture<TlsClientConfig> reading =
        reactor.deferToThread(() -> {
          TlsTrust trust =
              authorities == null ? TlsTrust.system() : TlsTrust.pem(Path.of(authorities));
          return TlsClientConfig.builder().trust(trust).build();
        });
    var result = new CompletableFuture<Protocol>();
    var _ =
        reading.whenComplete((config, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else if (!result.isDone()) {
            follow(connecting.apply(config), result);
          }
        });
    cancelWith(result, reading);
    return result;
  }

  private static void follow(CompletableFuture<Protocol> made, CompletableFuture<Protocol> result) {
    var _ =
        made.whenComplete((protocol, failure) -> {
          if (failure != null) {
            result.completeExceptionally(failure);
          } else {
            result.complete(protocol);
          }
        });
    cancelWith(result, made);
  }

  private static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> work) {
    var _ =
        result.whenComplete((_, _) -> {
          if (result.isCancelled()) {
            work.cancel(true);
          }
        });
  }

  @Override
  public String toString() {
    return SCHEME + "://" + at + options;
  }
}
