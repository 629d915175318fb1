package io.jackfield.socket;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Connected sockets for tests. */
record Pairs(Socket listener, Socket client, Socket server) implements AutoCloseable {

  /** What a pair can be made over. */
  enum Kind {
    IPV4,
    IPV6,
    UNIX;

    SocketAddress any(Path folder) {
      return switch (this) {
        case IPV4 -> new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        case IPV6 -> new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
        case UNIX -> UnixDomainSocketAddress.of(folder.resolve("s" + System.nanoTime()));
      };
    }
  }

  static Socket listener(SocketAddress at) throws IOException {
    return Socket.openFor(at, SocketType.STREAM).bind(at).listen();
  }

  static Pairs over(Kind kind, Path folder) throws IOException {
    Socket listener = listener(kind.any(folder));
    SocketAddress at = requireNonNull(listener.localAddress());
    Socket client = Socket.openFor(at, SocketType.STREAM);
    client.connect(at);
    return new Pairs(listener, client, requireNonNull(listener.accept()));
  }

  static Pairs tcp() throws IOException {
    return over(Kind.IPV4, Path.of(""));
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer filled) {
    return StandardCharsets.UTF_8.decode(filled.flip()).toString();
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
    listener.close();
  }
}
