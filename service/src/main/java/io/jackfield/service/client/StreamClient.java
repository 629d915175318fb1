package io.jackfield.service.client;

import java.io.IOException;
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
  private final StreamPlace server;
  private final Duration timeout;
  private final Terminal terminal;
  private final ByteBuffer received = ByteBuffer.allocate(PIECE_BYTES);
  private @Nullable ServiceStream connection;

  /**
   * Will talk to {@code server}.
   *
   * @param timeout the longest wait for a connection or a part of an answer
   */
  public StreamClient(Dialog dialog, StreamPlace server, Duration timeout, Terminal terminal) {
    this.dialog = dialog;
    this.server = server;
    this.timeout = timeout;
    this.terminal = terminal;
  }

  /** Connects and prints the server's greeting, if it has one. */
  public void connect() throws IOException {
    ServiceStream opened = server.connect(timeout);
    connection = opened;
    if (dialog instanceof Dialog.Lines lines) {
      printGreeting(lines, opened);
    }
  }

  private void printGreeting(Dialog.Lines lines, ServiceStream stream) throws IOException {
    var greeting = new StringBuilder();
    while (!greeting.toString().endsWith(lines.greetingEnd())) {
      int count = receive(stream);
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
      case Dialog.Free free -> new FreeTalk(connected(), free, terminal).run();
      case Dialog.Speech speech -> listen(speech.words());
    }
  }

  private ServiceStream connected() {
    return Objects.requireNonNull(connection, "not connected");
  }

  /** A text is printed as it comes, a number when it is whole. */
  private void listen(Dialog.Speech.Words words) throws IOException {
    ServiceStream stream = connected();
    boolean isText = words == Dialog.Speech.Words.TEXT;
    received.clear();
    while (received.hasRemaining() && stream.receive(received) >= 0) {
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
      ServiceStream stream = connection;
      if (stream == null) {
        connect();
        stream = connection;
      }
      if (stream == null || !ask(lines, stream, line)) {
        return;
      }
    }
    ServiceStream stream = connection;
    if (stream != null) {
      stream.endOutput();
      while (receive(stream) >= 0) {
        // The rest of an answer that came in more parts than the question was sent in.
      }
      terminal.endLine();
    }
  }

  /** Whether the talk can go on. */
  private boolean ask(Dialog.Lines lines, ServiceStream stream, byte[] line) throws IOException {
    byte[] lineEnd = lines.lineEnd().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer question = ByteBuffer.allocate(line.length + lineEnd.length);
    stream.sendAll(question.put(line).put(lineEnd).flip());
    OptionalLong expected = lines.answerBytes(line);
    long came = 0;
    while (expected.isEmpty() || came < expected.getAsLong()) {
      int count = receive(stream);
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

  private int receive(ServiceStream stream) throws IOException {
    int count = stream.receive(received.clear());
    terminal.print(received.array(), count);
    return count;
  }

  @Override
  public void close() throws IOException {
    ServiceStream stream = connection;
    connection = null;
    if (stream != null) {
      stream.close();
    }
  }
}
