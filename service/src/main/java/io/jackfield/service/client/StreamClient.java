package io.jackfield.service.client;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts typed lines to a service over a stream and prints its answers. Used by one thread. */
public final class StreamClient implements AutoCloseable {
  /** The most of a line that is sent in one piece: what a service takes as one chunk. */
  private static final int PIECE_BYTES = 16_384;

  private final Dialog dialog;
  private final SocketAddress server;
  private final Duration timeout;
  private final Terminal terminal;
  private final ByteBuffer received = ByteBuffer.allocate(PIECE_BYTES);
  private @Nullable Socket connection;

  /**
   * Will talk to {@code server}.
   *
   * @param timeout the longest wait for a connection or a part of an answer
   */
  public StreamClient(Dialog dialog, SocketAddress server, Duration timeout, Terminal terminal) {
    this.dialog = dialog;
    this.server = server;
    this.timeout = timeout;
    this.terminal = terminal;
  }

  /** Connects and prints the server's greeting, if it has one. */
  public void connect() throws IOException {
    Socket socket = Socket.openFor(server, SocketType.STREAM).timeout(timeout);
    try {
      socket.connect(server);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    connection = socket;
    printGreeting(socket);
  }

  private void printGreeting(Socket socket) throws IOException {
    var greeting = new StringBuilder();
    while (!greeting.toString().endsWith(dialog.greetingEnd())) {
      int count = receive(socket);
      if (count < 0) {
        break;
      }
      greeting.append(new String(received.array(), 0, count, StandardCharsets.ISO_8859_1));
    }
    terminal.endLine();
  }

  /**
   * Talks until an empty line, the end of input, or the server's.
   *
   * @throws IOException if the connection fails or an answer does not come in time
   */
  public void run() throws IOException {
    for (byte[] line; (line = terminal.readLine(PIECE_BYTES)) != null; ) {
      Socket socket = connection;
      if (socket == null) {
        connect();
        socket = connection;
      }
      if (socket == null || !ask(socket, line)) {
        return;
      }
    }
  }

  /** Whether the talk can go on. */
  private boolean ask(Socket socket, byte[] line) throws IOException {
    byte[] lineEnd = dialog.lineEnd().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer question = ByteBuffer.allocate(line.length + lineEnd.length);
    socket.sendAll(question.put(line).put(lineEnd).flip());
    long missing =
        dialog.longer().isPresent() ? line.length + dialog.longer().getAsInt() : Long.MAX_VALUE;
    while (missing > 0) {
      int count = receive(socket);
      if (count < 0) {
        terminal.endLine();
        close();
        return dialog.reconnects();
      }
      missing -= count;
    }
    terminal.endLine();
    return true;
  }

  private int receive(Socket socket) throws IOException {
    int count = socket.receive(received.clear());
    terminal.print(received.array(), count);
    return count;
  }

  @Override
  public void close() throws IOException {
    Socket socket = connection;
    connection = null;
    if (socket != null) {
      socket.close();
    }
  }
}
