package io.jackfield.service.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where lines are typed and answers printed, as bytes. Used by one thread; or by two, of which one
 * reads and the other prints.
 */
public final class Terminal {
  private final InputStream in;
  private final OutputStream out;
  private final @Nullable PrintStream prompt;
  private boolean atLineStart = true;

  /** The piece read last was not the end of its line. */
  private boolean cut;

  private boolean ended;

  /**
   * Made from the three streams of a process.
   *
   * @param prompt where {@code > } is shown before a line is read; null if nobody types
   */
  public Terminal(InputStream in, OutputStream out, @Nullable PrintStream prompt) {
    this.in = new BufferedInputStream(in);
    this.out = out;
    this.prompt = prompt;
  }

  /**
   * Returns the next line without its LF or CRLF; null at the end of input or at an empty line. A
   * line longer than {@code limitBytes} comes in pieces of that size.
   */
  byte @Nullable [] readLine(int limitBytes) throws IOException {
    if (!cut && prompt != null) {
      prompt.print("> ");
      prompt.flush();
    }
    return readUnprompted(limitBytes);
  }

  /** Whether a person types. */
  boolean isTyped() {
    return prompt != null;
  }

  /** As {@link #readLine}, without a prompt: where answers come at any time. */
  byte @Nullable [] readUnprompted(int limitBytes) throws IOException {
    boolean continued = cut;
    byte[] line = readPiece(limitBytes);
    if (line.length > 0) {
      return line;
    }
    // A piece that took its line up to the last byte leaves nothing of it but its end.
    return continued && !ended ? readLine(limitBytes) : null;
  }

  private byte[] readPiece(int limitBytes) throws IOException {
    var line = new ByteArrayOutputStream();
    int next = 0;
    while (line.size() < limitBytes && (next = in.read()) >= 0 && next != '\n') {
      line.write(next);
    }
    ended = next < 0;
    cut = !ended && next != '\n';
    byte[] bytes = line.toByteArray();
    boolean withReturn = next == '\n' && bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return withReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }

  /** Prints what has come of an answer, at once. */
  void print(byte[] bytes, int length) throws IOException {
    if (length > 0) {
      try {
        out.write(bytes, 0, length);
        out.flush();
      } catch (IOException e) {
        throw new OutputClosedException(e);
      }
      atLineStart = bytes[length - 1] == '\n';
    }
  }

  /** Ends the line that an answer left open. */
  void endLine() throws IOException {
    if (!atLineStart) {
      print("\n".getBytes(StandardCharsets.US_ASCII), 1);
    }
  }
}
