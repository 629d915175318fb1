package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One loop's part of a server of conversations. The loop's. */
final class LoopStreams implements LoopPlace.Occupant, ProtocolFactory {
  private final ServerConfig<StreamRequest> config;
  private final Answering<StreamRequest> answering;
  private final Reactor reactor;

  /** What the conversation that is being called has answered; between callbacks it is empty. */
  private final ByteBuffer gathered;

  private final SocketAddress address;
  private final LoopDrain conversations;

  /** Connections in the midst of their TLS handshake. */
  private int shaking;

  /** Listens. */
  LoopStreams(
      ServerConfig<StreamRequest> config, SocketAddress at, LoopPlace place, boolean sharesPort)
      throws IOException {
    this.config = config;
    this.answering = new Answering<>(config);
    this.reactor = place.loop().reactor();
    this.gathered = ByteBuffer.allocate(config.tls() == null ? 0 : RequestOutput.GATHERED_BYTES);
    ListeningPort port = reactor.listen(at, this, options(config, sharesPort));
    this.address = port.localAddress();
    this.conversations = new LoopDrain(place, port);
    place.loop().opened();
  }

  /** What a client does not take of our last words is waited for as long as a silent one is. */
  private static StreamOptions options(ServerConfig<StreamRequest> config, boolean sharesPort) {
    StreamOptions.Builder options =
        StreamOptions.builder()
            .closeTimeout(config.limits().idleTimeout())
            .backlog(config.limits().backlog())
            .socketPath(config.path());
    if (sharesPort) {
      options.socketOption(StandardSocketOptions.SO_REUSEPORT, true);
    }
    return options.build();
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
    StreamRequest request;
    Protocol protocol;
    if (config.rules() instanceof Rules.Exchanges rules) {
      var direct =
          new LoopConversation(this, client, address, rules.exchanges().get(), conversations);
      request = direct;
      protocol = direct;
    } else {
      var carried = new CarriedConversation(this, reactor, client);
      request = carried.request();
      protocol = carried;
    }
    if (!answering.admits(request)) {
      return null;
    }
    TlsServerConfig tls = config.tls();
    if (tls == null) {
      return protocol;
    }
    try {
      return secured(tls, protocol, request).buildProtocol(peer);
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
    hooks().processRequest(request);
    if (!TlsCarrier.isEndInHandshake(why)) {
      answering.failed(request, why);
    }
    answering.over(request);
  }

  @Override
  public void acceptFailed(IOException why) {
    hooks().handleTakeError(why);
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
