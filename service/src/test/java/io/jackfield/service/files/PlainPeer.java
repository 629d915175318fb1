package io.jackfield.service.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection that a test leads step by step, over the JDK's own sockets. */
final class PlainPeer implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 20_000;

  private final Socket socket;

  PlainPeer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Connects to a receiver. */
  static PlainPeer of(InetSocketAddress address) throws IOException {
    return new PlainPeer(new Socket(address.getAddress(), address.getPort()));
  }

  PlainPeer say(String text) throws IOException {
    return say(text.getBytes(UTF_8));
  }

  PlainPeer say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  PlainPeer endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next line without its end; what there is at the end of the stream. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int next; (next = socket.getInputStream().read()) >= 0 && next != '\n'; ) {
      line.append((char) next);
    }
    return line.toString();
  }

  String exactly(int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), UTF_8);
  }

  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  /** Goes away without a word. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
