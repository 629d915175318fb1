package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One loop's part of a server of conversations. The loop's. */
final class LoopStreams implements LoopPlace.Occupant, ProtocolFactory, ServedProtocol.Home {
  private final ServerConfig<StreamRequest> config;
  private final Answering<StreamRequest> answering;
  private final Reactor reactor;
  private final LoopPlace ownPlace;
  private final LoopSocket socket;

  /** What the conversation that is being called has answered; between callbacks it is empty. */
  private final ByteBuffer gathered;

  private final SocketAddress address;
  private final LoopDrain conversations;

  /** Connections in the midst of their TLS handshake. */
  private int shaking;

  /** Connections whose proxy has not said yet whose they are. */
  private int announced;

  /** Listens. */
  LoopStreams(ServerConfig<StreamRequest> config, LoopPlace place, LoopSocket socket)
      throws IOException {
    this.config = config;
    this.answering = new Answering<>(config);
    this.ownPlace = place;
    this.socket = socket;
    this.reactor = place.loop().reactor();
    this.gathered = ByteBuffer.allocate(config.tls() == null ? 0 : Buffers.BYTES);
    ListeningPort port = socket.listen(reactor, this, options(config));
    this.address = port.localAddress();
    this.conversations = new LoopDrain(place, port, this::somebodyComes);
    place.loop().opened();
  }

  private static StreamOptions options(ServerConfig<StreamRequest> config) {
    return ConnectionLoop.options(config.limits()).toBuilder()
        .backlog(config.limits().backlog())
        .socketPath(config.path())
        .build();
  }

  // ---- for its conversations --------------------------------------------------------------------

  Answering<StreamRequest> answering() {
    return answering;
  }

  GuardedHooks<StreamRequest> hooks() {
    return answering.hooks;
  }

  Counters counters() {
    return answering.counters;
  }

  LoopDrain conversations() {
    return conversations;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  Limits limits() {
    return config.limits();
  }

  ByteBuffer gathered() {
    return gathered;
  }

  // ---- connections ------------------------------------------------------------------------------

  @Override
  public @Nullable Protocol buildProtocol(@Nullable SocketAddress peer) {
    SocketAddress client = peer == null ? StreamTaking.UNNAMED : peer;
    if (peer == null && address instanceof InetSocketAddress) {
      return null; // It has gone before we looked.
    }
    reactor.execute(hooks()::serviceActions);
    Admission.Place place = answering.enter();
    if (place == null) {
      return null;
    }
    return config.proxies().test(client)
        ? proxied(client, place)
        : conversation(client, null, place);
  }

  /** A proxy says first whose connection it is. */
  private Protocol proxied(SocketAddress proxy, Admission.Place place) {
    announced++;
    return new ProxyFilter(
        config.handshakeTimeout(),
        new ProxyFilter.Outcome() {
          @Override
          public @Nullable Protocol identified(ProxyHeader header) {
            announced--;
            SocketAddress source = header.source();
            Protocol made = conversation(source == null ? proxy : source, header, place);
            if (made == null) {
              conversations.changed();
            }
            return made;
          }

          @Override
          public void failed(@Nullable Throwable why) {
            if (why != null) {
              var carrier = new LoopCarrier(() -> {}, limits().idleTimeout());
              answering.failed(new Conversation(carrier, proxy, address, limits()), why);
            }
            place.leave();
            announced--;
            conversations.changed();
          }
        });
  }

  private @Nullable Protocol conversation(
      SocketAddress client, @Nullable ProxyHeader header, Admission.Place place) {
    StreamRequest request;
    Protocol protocol;
    if (config.rules() instanceof Rules.Exchanges rules) {
      Exchange exchange = rules.exchanges().get();
      var direct = new LoopConversation(this, client, address, exchange, conversations, header);
      direct.place(place);
      request = direct;
      protocol = direct;
    } else if (config.rules() instanceof Rules.Protocols rules) {
      var served = new ServedProtocol(this, rules.factory(), limits());
      var told = new Conversation(served, client, address, limits());
      if (header != null) {
        told.identifiedBy(header);
      }
      told.place(place);
      served.serves(told);
      request = told;
      protocol = served;
    } else {
      var carried = new CarriedConversation(this, reactor, client, header);
      carried.request().place(place);
      request = carried.request();
      protocol = carried;
    }
    if (!answering.identified(request, place)) {
      return null;
    }
    TlsServerConfig tls = config.tls();
    if (tls == null) {
      return protocol;
    }
    try {
      return secured(tls, protocol, request).buildProtocol(client);
    } catch (RuntimeException e) { // No session can be made of the configuration.
      shaking--;
      handshakeFailed(request, e);
      return null;
    }
  }

  private ProtocolFactory secured(TlsServerConfig tls, Protocol protocol, StreamRequest request) {
    shaking++;
    return Tls.server(
        tls,
        _ -> {
          shaking--;
          return protocol;
        },
        config.handshakeTimeout(),
        (_, why) -> {
          shaking--;
          handshakeFailed(request, why);
        });
  }

  /** Who ends before TLS began, as a health check does, has done nothing wrong. */
  private void handshakeFailed(StreamRequest request, Throwable why) {
    conversations.changed();
    hooks().processRequest(request);
    if (!TlsCarrier.isEndInHandshake(why)) {
      answering.failed(request, why);
    }
    answering.over(request);
  }

  // ---- protocols --------------------------------------------------------------------------------

  @Override
  public void made(ServedProtocol one) {
    conversations.opened(one);
    hooks().processRequest(one.conversation());
  }

  @Override
  public void changed() {
    conversations.changed();
  }

  @Override
  public void over(ServedProtocol one, @Nullable Throwable failure) {
    if (failure != null) {
      answering.failed(one.conversation(), failure);
    }
    answering.over(one.conversation());
    conversations.closed(one, false);
  }

  // ---- its port ---------------------------------------------------------------------------------

  @Override
  public void started() {
    config.rules().use();
  }

  @Override
  public void stopped() {
    config.rules().release();
    socket.closed();
  }

  /** The port pauses for a moment by itself. */
  @Override
  public void acceptFailed(IOException why) {
    answering.notTaken(why);
    if (TakeFailure.of(why) == TakeFailure.FATAL) {
      ownPlace.shutdown();
    }
  }

  // ---- its place --------------------------------------------------------------------------------

  @Override
  public void begin() {
    hooks().serviceActions();
  }

  @Override
  public void drain() {
    conversations.begin();
  }

  @Override
  public void retire() {
    socket.leaveToOthers(); // First: with the last of the ports it is let go.
    conversations.retire();
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    return conversations.duplicate();
  }

  private boolean somebodyComes() {
    return shaking > 0 || announced > 0;
  }

  @Override
  public void failed(IOException why) {
    hooks().handleTakeError(why);
  }

  @Override
  public ServerCounts counts() {
    return counters().sums();
  }

  @Override
  public boolean isBusy() {
    return shaking > 0 || conversations.hasOpen();
  }

  @Override
  public boolean includesCaller() {
    return answering.active.includesCaller();
  }
}
