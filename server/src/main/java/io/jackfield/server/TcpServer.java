package io.jackfield.server;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A server of conversations over TCP:
 *
 * <pre>{@code
 * try (var server = TcpServer.at(new InetSocketAddress("localhost", 9999))
 *     .handler(Greeting::new).engine(Engine.virtualThreads()).start()) {
 *   …
 * }
 * }</pre>
 */
public final class TcpServer extends BaseServer<StreamRequest> {
  private static final SocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  private final Socket listener;
  private final SocketAddress address;

  private TcpServer(ServerConfig<StreamRequest> config, Socket listener, SocketAddress address) {
    super(config);
    this.listener = listener;
    this.address = address;
  }

  /** Begins a server that will listen at {@code address}; port 0 is any free one. */
  public static ServerBuilder<StreamRequest, TcpServer> at(SocketAddress address) {
    return new ServerBuilder<>(address, TcpServer::open);
  }

  private static TcpServer open(ServerConfig<StreamRequest> config) throws IOException {
    Socket listener = Socket.openFor(config.address(), SocketType.STREAM);
    try {
      listener.setOption(SocketOptions.REUSE_ADDRESS, true).bind(config.address()).listen();
      SocketAddress bound = listener.localAddress();
      return new TcpServer(config, listener, bound != null ? bound : config.address());
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  @Nullable StreamRequest take() throws IOException {
    Socket accepted = listener.accept();
    if (accepted == null) {
      throw new IllegalStateException("a listener without a time-out waits");
    }
    accepted.timeout(config.idleTimeout());
    SocketAddress client = accepted.remoteAddress();
    return new Conversation(accepted, client != null ? client : UNNAMED, address);
  }

  @Override
  void complete(StreamRequest request) throws IOException {
    request.out().flush();
  }

  @Override
  void close(StreamRequest request) {
    if (request instanceof Conversation conversation) {
      conversation.close();
    }
  }

  @Override
  void stopTaking() {
    release();
  }

  @Override
  void abort() {
    active.conversations().forEach(Conversation::abort);
  }

  @Override
  void release() {
    try {
      listener.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
