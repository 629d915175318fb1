package io.jackfield.service.client;

import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Talks with a service over a stream, as its {@link Dialog} says. Used by one thread. */
public final class StreamClient implements AutoCloseable {
  /** The most of a line that is sent in one piece: what a service takes as one chunk. */
  private static final int PIECE_BYTES = 16_384;

  /** The most that is taken of a server that greets without end. */
  private static final int LONGEST_GREETING = 4_096;

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
    if (dialog instanceof Dialog.Lines lines) {
      printGreeting(lines, socket);
    }
  }

  private void printGreeting(Dialog.Lines lines, Socket socket) throws IOException {
    var greeting = new StringBuilder();
    while (!greeting.toString().endsWith(lines.greetingEnd())) {
      int count = receive(socket);
      if (count < 0 || greeting.length() > LONGEST_GREETING) {
        terminal.endLine();
        throw new IOException(
            "this is not the service it was taken for: it does not say '"
                + lines.greetingEnd()
                + "'");
      }
      greeting.append(new String(received.array(), 0, count, StandardCharsets.ISO_8859_1));
    }
    terminal.endLine();
  }

  /**
   * Talks until an empty line, the end of input, or the server's; then shows what still comes.
   *
   * @throws IOException if the connection fails, an answer does not come in time, or the server
   *     closes instead of answering
   */
  public void run() throws IOException {
    switch (dialog) {
      case Dialog.Lines lines -> talk(lines);
      case Dialog.Free free -> new FreeTalk(connected(), free, timeout, terminal).run();
      case Dialog.Speech speech -> listen(speech.words());
    }
  }

  private Socket connected() {
    return Objects.requireNonNull(connection, "not connected");
  }

  /** A text is printed as it comes, a number when it is whole. */
  private void listen(Dialog.Speech.Words words) throws IOException {
    Socket socket = connected();
    boolean isText = words == Dialog.Speech.Words.TEXT;
    received.clear();
    while (received.hasRemaining() && socket.receive(received) >= 0) {
      if (isText) {
        Spoken.print(words, received.array(), received.position(), terminal);
        received.clear();
      }
    }
    if (!isText) {
      Spoken.print(words, received.array(), received.position(), terminal);
    }
    terminal.endLine();
  }

  private void talk(Dialog.Lines lines) throws IOException {
    for (byte[] line; (line = terminal.readLine(PIECE_BYTES)) != null; ) {
      Socket socket = connection;
      if (socket == null) {
        connect();
        socket = connection;
      }
      if (socket == null || !ask(lines, socket, line)) {
        return;
      }
    }
    Socket socket = connection;
    if (socket != null) {
      socket.shutdown(ShutdownHow.WRITE);
      while (receive(socket) >= 0) {
        // The rest of an answer that came in more parts than the question was sent in.
      }
      terminal.endLine();
    }
  }

  /** Whether the talk can go on. */
  private boolean ask(Dialog.Lines lines, Socket socket, byte[] line) throws IOException {
    byte[] lineEnd = lines.lineEnd().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer question = ByteBuffer.allocate(line.length + lineEnd.length);
    socket.sendAll(question.put(line).put(lineEnd).flip());
    OptionalLong expected = lines.answerBytes(line);
    long came = 0;
    while (expected.isEmpty() || came < expected.getAsLong()) {
      int count = receive(socket);
      if (count < 0) {
        return ended(lines, line, came, expected.isPresent());
      }
      came += count;
    }
    terminal.endLine();
    return true;
  }

  private boolean ended(Dialog.Lines lines, byte[] line, long came, boolean early)
      throws IOException {
    terminal.endLine();
    close();
    boolean farewell =
        new String(line, StandardCharsets.UTF_8).equals(lines.farewell()) && came == 0;
    if (!farewell && (early || came == 0)) {
      throw new IOException(
          came == 0
              ? "the server closed the connection without an answer"
              : "the server closed the connection in the middle of an answer");
    }
    return lines.reconnects();
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
