package io.jackfield.cli.pipe;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SocketPath;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.Endpoints;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the ends of pipes on one reactor, by their endpoints. For the loop's thread. */
public final class Ends {
  /** A peer that reads slowly is given this long for the rest. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofMinutes(10);

  /** Whoever reads standard output may take as long as he likes. */
  private static final Duration FOR_EVER = Duration.ofDays(10 * 365);

  private static final StreamOptions LOCAL = StreamOptions.builder().closeTimeout(FOR_EVER).build();

  private final Reactor reactor;
  private final Endpoints endpoints;
  private final Resolver resolver;
  private final StreamOptions streams;

  /** How many Unix sockets of datagrams have been given a name. */
  private int named;

  /**
   * Ends on a reactor.
   *
   * @param resolver for host names of UDP; the reactor's own is asked for others
   * @param connectTimeout for each attempt to connect
   * @param source the address that sockets take before they connect; null for any
   */
  public Ends(
      Reactor reactor, Resolver resolver, Duration connectTimeout, @Nullable SocketAddress source) {
    this.reactor = reactor;
    this.resolver = resolver;
    endpoints = new Endpoints(reactor);
    var builder =
        StreamOptions.builder()
            .closeTimeout(CLOSE_TIMEOUT)
            .connectTimeout(connectTimeout)
            .localAddress(source);
    if (source instanceof InetSocketAddress inet && inet.getPort() != 0) {
      builder.socketOption(SocketOptions.REUSE_ADDRESS, true);
    }
    streams = builder.build();
  }

  // ---- that are connected to --------------------------------------------------------------------

  /**
   * Connects to an endpoint, or opens it.
   *
   * @return completed on the loop's thread; with the {@link IOException} why not
   * @throws io.jackfield.reactor.endpoint.EndpointSyntaxException for an option that is wrong
   */
  public CompletableFuture<End> open(Endpoint endpoint) {
    End end = End.of(endpoint);
    if (endpoint instanceof Endpoint.Udp udp) {
      return resolved(udp).thenComposeAsync(one -> udp(one, end), reactor);
    }
    if (endpoint instanceof Endpoint.UnixDatagram unix) {
      return unixDatagrams(unix, end);
    }
    return endpoints
        .connect(endpoint, _ -> end, end.isConversation() ? streams : LOCAL)
        .thenApply(_ -> end);
  }

  /** The same with an address for a name. */
  private CompletableFuture<Endpoint.Udp> resolved(Endpoint.Udp endpoint) {
    HostPort at = endpoint.at();
    return at.isLiteral()
        ? CompletableFuture.completedFuture(endpoint)
        : resolver
            .resolve(at.host())
            .thenApply(all ->
                new Endpoint.Udp(
                    HostPort.of(new InetSocketAddress(all.getFirst(), at.port())),
                    endpoint.options()));
  }

  private CompletableFuture<End> udp(Endpoint.Udp endpoint, End end) {
    var stream = new DatagramStream(end);
    if (streams.localAddress() == null) {
      return endpoints
          .connectDatagrams(endpoint, stream, DatagramOptions.DEFAULTS)
          .thenApply(_ -> begun(stream, end));
    }
    try {
      InetSocketAddress peer = endpoint.at().socketAddress();
      return from(sourceFor(peer), peer, stream, end);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Where every address is meant, that of the peer's family. */
  private SocketAddress sourceFor(InetSocketAddress peer) {
    SocketAddress source = streams.localAddress();
    if (source instanceof InetSocketAddress inet && inet.getAddress().isAnyLocalAddress()) {
      String any = peer.getAddress() instanceof Inet4Address ? "0.0.0.0" : "::";
      return new InetSocketAddress(InetAddress.ofLiteral(any), inet.getPort());
    }
    return source == null ? new InetSocketAddress(0) : source;
  }

  /** A socket of its own name, or the peer could not answer. */
  private CompletableFuture<End> unixDatagrams(Endpoint.UnixDatagram endpoint, End end) {
    SocketAddress source = streams.localAddress();
    named++;
    String name = "jackfield-" + ProcessHandle.current().pid() + "-" + named;
    return from(
        source == null ? AbstractUnixAddress.of(name) : source,
        endpoint.address(),
        new DatagramStream(end),
        end);
  }

  private CompletableFuture<End> from(
      SocketAddress source, SocketAddress peer, DatagramStream stream, End end) {
    DatagramTransport port;
    try {
      port = reactor.listenDatagrams(source, stream, DatagramOptions.DEFAULTS);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<Void> connected = port.connect(peer);
    var _ =
        connected.whenComplete((_, failure) -> {
          if (failure != null) {
            port.abort();
          }
        });
    return connected.thenApply(_ -> begun(stream, end));
  }

  private static End begun(DatagramStream stream, End end) {
    stream.begin();
    return end;
  }

  // ---- that others connect to -------------------------------------------------------------------

  /**
   * A port that listens.
   *
   * @param addresses what it has, a port of 0 that was asked for as what it became
   * @param stop has it take nobody further; of datagrams it goes on with its peer
   */
  public record Listened(List<SocketAddress> addresses, Runnable stop) {}

  /**
   * Listens at an endpoint; of datagrams it takes the first peer alone.
   *
   * @param door who is let in, and how many at a time; the others wait
   * @param taken told of each that came
   * @throws IOException if it cannot be had, or nobody can connect to such an endpoint
   * @throws io.jackfield.reactor.endpoint.EndpointSyntaxException for an option that is wrong
   */
  public Listened listen(Endpoint endpoint, Door door, Consumer<End> taken) throws IOException {
    if (endpoint instanceof Endpoint.Udp || endpoint instanceof Endpoint.UnixDatagram) {
      var stream = new DatagramStream(new End(End.Kind.CONVERSATION, taken), door::lets);
      DatagramTransport port =
          endpoints.listenDatagrams(endpoint, stream, DatagramOptions.DEFAULTS);
      SocketAddress local = port.localAddress();
      return new Listened(local == null ? List.of() : List.of(local), () -> {});
    }
    StreamOptions options =
        streams.toBuilder()
            .connectionLimit(door.limit())
            .socketPath(
                endpoint instanceof Endpoint.Unix unix
                        && unix.address() instanceof UnixDomainSocketAddress
                    ? SocketPath.DEFAULTS.takesStale(true)
                    : SocketPath.DEFAULTS)
            .build();
    ListeningPort port = endpoints.listen(endpoint, door.factory(taken), options);
    return new Listened(port.localAddresses(), port::stop);
  }
}
