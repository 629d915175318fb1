package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

/** A client that is none of ours: the JDK's socket. */
record Peer(Socket socket) implements AutoCloseable {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  static Peer of(BaseServer server) throws IOException {
    return at(server.address());
  }

  static Peer at(SocketAddress address) throws IOException {
    var socket = new Socket();
    socket.connect(address);
    socket.setSoTimeout(15_000);
    return new Peer(socket);
  }

  Peer send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return this;
  }

  Peer end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next bytes, as many as {@code text} would have. */
  String receive(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), UTF_8);
  }

  /** All that comes until the server ends the stream. */
  String receiveAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  static boolean refuses(SocketAddress address) {
    try (var socket = new Socket()) {
      socket.connect(address);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
