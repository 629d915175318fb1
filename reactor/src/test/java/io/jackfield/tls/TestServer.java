package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves TLS on a port of 127.0.0.1, a virtual thread for each connection: answers each line with
 * {@code echo LINE}, the end with {@code bye}, and closes after an empty line with CR. What became
 * of a connection goes to a queue.
 */
final class TestServer implements AutoCloseable {
  private final Socket listener;
  private final TlsServerConfig config;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** How a connection went: what was agreed on, if anything, and what ended it, if not the peer. */
  record Outcome(@Nullable TlsInfo info, @Nullable IOException failure) {
    TlsInfo agreed() {
      if (info == null) {
        throw new AssertionError(failure);
      }
      return info;
    }

    TlsException tlsFailure() {
      if (failure instanceof TlsException tls) {
        return tls;
      }
      throw new AssertionError("ended with " + failure);
    }
  }

  private TestServer(Socket listener, TlsServerConfig config) {
    this.listener = listener;
    this.config = config;
  }

  static TestServer start(TlsServerConfig config) throws IOException {
    Socket listener = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).listen();
    var server = new TestServer(listener, config);
    Thread.ofVirtual().start(server::serve);
    return server;
  }

  int port() throws IOException {
    return ((InetSocketAddress) Objects.requireNonNull(listener.getLocalAddress())).getPort();
  }

  /** {@code 127.0.0.1:PORT}. */
  String address() throws IOException {
    return "127.0.0.1:" + port();
  }

  Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(20, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("no connection has ended");
    }
    return outcome;
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = listener.accept();
        if (socket != null) {
          Thread.ofVirtual().start(() -> converse(socket));
        }
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void converse(Socket socket) {
    TlsInfo info = null;
    IOException failure = null;
    try (var stream = new TlsStream(socket, config.newSession())) {
      info = stream.handshake();
      answer(stream);
    } catch (IOException e) {
      failure = e;
    }
    outcomes.add(new Outcome(info, failure));
  }

  private static void answer(TlsStream stream) throws IOException {
    var line = new java.io.ByteArrayOutputStream();
    for (int next; (next = stream.in().read()) >= 0; ) {
      line.write(next);
      if (next == '\n') {
        stream.out().write(("echo " + line.toString(UTF_8)).getBytes(UTF_8));
        if (line.toString(UTF_8).equals("\r\n")) {
          return; // The end of a request, as HTTP has it.
        }
        line.reset();
      }
    }
    if (stream.info().protocol() == TlsProtocol.TLS_1_3) {
      stream.out().write("bye\n".getBytes(UTF_8)); // The other half goes on.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
