package io.jackfield.server;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
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
  private final Socket listener;
  private final InetSocketAddress address;

  private TcpServer(
      ServerConfig<StreamRequest> config, Socket listener, InetSocketAddress address) {
    super(config);
    this.listener = listener;
    this.address = address;
  }

  /** Begins a server that will listen at {@code address}; port 0 is any free one. */
  public static ServerBuilder<StreamRequest, TcpServer> at(InetSocketAddress address) {
    return new ServerBuilder<>(address, TcpServer::open);
  }

  private static TcpServer open(ServerConfig<StreamRequest> config) throws IOException {
    Socket listener = Socket.openFor(config.address(), SocketType.STREAM);
    try {
      listener.setOption(SocketOptions.REUSE_ADDRESS, true).bind(config.address()).listen();
      if (!(listener.localAddress() instanceof InetSocketAddress bound)) {
        throw new IOException("a TCP listener without an address");
      }
      return new TcpServer(config, listener, bound);
    } catch (IOException | RuntimeException e) {
      listener.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  @Nullable StreamRequest take() throws IOException {
    Socket accepted = listener.accept();
    if (accepted == null) {
      throw new IllegalStateException("a listener without a time-out waits");
    }
    SocketAddress client = accepted.timeout(config.idleTimeout()).remoteAddress();
    if (client == null) {
      accepted.close();
      throw new IllegalStateException("a TCP connection without a peer");
    }
    return new Conversation(accepted, client, address);
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
  void abort(StreamRequest request) {
    if (request instanceof Conversation conversation) {
      conversation.abort();
    }
  }

  @Override
  void stopTaking() {
    release();
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
