package io.jackfield.conformance.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** A connection that a test leads step by step, over the JDK's own sockets. */
final class Client implements AutoCloseable {
  private final Socket socket = new Socket();

  /** Connects to a port of 127.0.0.1. */
  Client(int port) throws IOException {
    int deadlineMillis = (int) Output.DEADLINE.toMillis();
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), deadlineMillis);
    socket.setSoTimeout(deadlineMillis);
    socket.setTcpNoDelay(true);
  }

  /** Fails a later receive that waits longer than this. */
  Client patience(Duration limit) throws IOException {
    socket.setSoTimeout((int) limit.toMillis());
    return this;
  }

  Client send(String text) throws IOException {
    socket.getOutputStream().write(Wire.bytes(text));
    return this;
  }

  /** Ends its own half. */
  Client halfClose() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Receives exactly {@code count} bytes. */
  String receive(int count) throws IOException {
    byte[] bytes = socket.getInputStream().readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("the stream ended after '" + Wire.of(bytes) + "'");
    }
    return Wire.of(bytes);
  }

  /** Receives all until the server ends the stream. */
  String rest() throws IOException {
    return Wire.of(socket.getInputStream().readAllBytes());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
