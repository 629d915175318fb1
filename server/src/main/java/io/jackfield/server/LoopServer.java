package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server of conversations over TCP, all of them on one event loop:
 *
 * <pre>{@code
 * try (var server = LoopServer.at(new InetSocketAddress("localhost", 9999))
 *     .exchange(Greeting::new).driver(Drivers::epoll).start()) {
 *   …
 * }
 * }</pre>
 *
 * <p>It has a {@link ServerLoop}, which the serving thread runs, to itself or with other servers;
 * hooks are called by that thread alone, and must not wait. As with {@link TcpServer}, an exception
 * ends its own conversation.
 */
public final class LoopServer implements Server {
  final GuardedHooks<StreamRequest> hooks;
  final Counters counters = new Counters();
  final Duration idleTimeout;

  /** What the conversation that is being called has answered; between callbacks it is empty. */
  final ByteBuffer gathered;

  private final LoopServerBuilder settings;
  private final LoopPlace place;
  private final InetSocketAddress address;
  private final LoopDrain drain;

  private LoopServer(LoopServerBuilder settings, LoopPlace place) throws IOException {
    this.settings = settings;
    this.place = place;
    this.hooks = new GuardedHooks<>(settings.hooks());
    this.idleTimeout = settings.idleTimeout();
    this.gathered = ByteBuffer.allocate(settings.tls() == null ? 0 : RequestOutput.GATHERED_BYTES);
    ListeningPort port =
        place.loop().reactor().listen(settings.address(), factory(), settings.streamOptions());
    if (!(port.localAddress() instanceof InetSocketAddress bound)) {
      throw new IOException("a TCP listener without an address");
    }
    this.address = bound;
    this.drain = new LoopDrain(place, port);
    place.loop().opened();
  }

  /** Begins a server that will listen at {@code address}; port 0 is any free one. */
  public static LoopServerBuilder at(InetSocketAddress address) {
    return new LoopServerBuilder(address);
  }

  static LoopServer open(LoopServerBuilder settings, LoopPlace place) throws IOException {
    var server = new LoopServer(settings, place);
    place.enter(server.new Occupant());
    return server;
  }

  /** What the loop tells of itself. */
  private final class Occupant implements LoopPlace.Occupant {
    @Override
    public void begin() {
      hooks.serviceActions();
    }

    @Override
    public void drain() {
      drain.begin();
    }

    @Override
    public void failed(IOException why) {
      hooks.handleTakeError(why);
    }
  }

  private ProtocolFactory factory() {
    TlsServerConfig tls = settings.tls();
    ProtocolFactory plain = new Conversations();
    return tls == null
        ? plain
        : Tls.server(tls, plain, settings.handshakeTimeout(), this::handshakeFailed);
  }

  /** Who ends before TLS began, as a health check does, has done nothing wrong. */
  private void handshakeFailed(@Nullable SocketAddress client, Throwable why) {
    counters.taken.increment();
    if (client != null && !TlsCarrier.isEndInHandshake(why)) {
      counters.failed.increment();
      hooks.handleError(
          new LoopConversation(this, client, address, settings.exchange().get(), drain), why);
    }
  }

  /** Makes the conversations. */
  private final class Conversations implements ProtocolFactory {
    @Override
    public @Nullable Protocol buildProtocol(@Nullable SocketAddress client) {
      if (client == null) {
        return null; // It has gone before we looked.
      }
      counters.taken.increment();
      place.loop().reactor().execute(hooks::serviceActions);
      var conversation =
          new LoopConversation(LoopServer.this, client, address, settings.exchange().get(), drain);
      if (!hooks.verified(conversation)) {
        counters.refused.increment();
        return null;
      }
      return conversation;
    }

    @Override
    public void acceptFailed(IOException why) {
      hooks.handleTakeError(why);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** Which driver carries it: {@code epoll}. */
  public String driverName() {
    return place.loop().driverName();
  }

  /** As {@link ServerLoop#serveForever}: it serves together with all servers of its loop. */
  @Override
  public void serveForever() {
    place.loop().serveForever();
  }

  @Override
  public void shutdown() {
    place.shutdown();
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return place.awaitEnd(timeout);
  }

  @Override
  public ServerCounts counts() {
    return counters.sums();
  }

  /**
   * {@link #shutdown}, and waits until it is complete, at most the drain time-out and two seconds;
   * called by the loop's own thread it does not wait. If it shares a loop that never served, its
   * port is given back by the {@linkplain ServerLoop#close loop's} end.
   */
  @Override
  public void close() {
    place.close();
  }
}
