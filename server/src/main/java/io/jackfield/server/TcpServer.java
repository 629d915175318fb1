package io.jackfield.server;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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
  /** The kernel's queue is no longer than this by default ({@code net.core.somaxconn}). */
  private static final int COLLECTED_AT_STOP = 4_096;

  private final Socket listener;
  private final InetSocketAddress address;

  /** Connections collected by {@link #stopTaking}; complete once {@link #collected} is down. */
  private final ConcurrentLinkedQueue<Conversation> late = new ConcurrentLinkedQueue<>();

  private final CountDownLatch collected = new CountDownLatch(1);

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
    if (isStopping()) {
      awaitQuietly(collected);
      return late.poll();
    }
    Socket accepted = listener.accept();
    if (accepted == null) {
      throw new IllegalStateException("a listener without a time-out waits");
    }
    return conversation(accepted);
  }

  private Conversation conversation(Socket accepted) throws IOException {
    SocketAddress client = accepted.timeout(config.idleTimeout()).remoteAddress();
    if (client == null) {
      accepted.close();
      throw new IllegalStateException("a TCP connection without a peer");
    }
    TlsServerConfig tls = config.tls();
    Carrier carrier =
        tls == null
            ? new Carrier.Plain(accepted)
            : new TlsCarrier(accepted, tls, config.handshakeTimeout(), config.idleTimeout());
    return new Conversation(accepted, carrier, client, address);
  }

  /** The wait is for another thread that is about to be done, and waits for nothing itself. */
  private static void awaitQuietly(CountDownLatch latch) {
    boolean interrupted = false;
    for (; ; ) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  boolean begin(StreamRequest request) throws IOException {
    return !(request instanceof Conversation conversation) || conversation.begin();
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

  /** Collects the connections that wait in the kernel's queue, then refuses all further ones. */
  @Override
  void stopTaking() {
    try {
      Socket accepted;
      while (late.size() < COLLECTED_AT_STOP && (accepted = listener.accept(() -> true)) != null) {
        late.add(conversation(accepted));
      }
    } catch (IOException | RuntimeException e) {
      // Closed before, or no descriptor is left: what was not collected is reset by the close.
    } finally {
      release();
      collected.countDown();
    }
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
