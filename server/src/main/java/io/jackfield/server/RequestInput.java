package io.jackfield.server;

import io.jackfield.reactor.LineEnds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation's input, buffered: by chunk, by line, or as any {@link InputStream}. Used by the
 * handler's thread alone.
 */
public final class RequestInput extends InputStream {
  /** The most that one receive delivers. */
  public static final int CHUNK_BYTES = 16_384;

  /** Where the bytes come from. */
  interface Source {
    /**
     * Receives 1 to {@link #CHUNK_BYTES} bytes, which are lent until the next receive; null at the
     * end.
     *
     * @param midway whether the reader already holds the beginning of what it reads
     */
    @Nullable ByteBuffer receive(boolean midway) throws IOException;

    /** Bytes that could be received at once. */
    int available() throws IOException;
  }

  private final Source source;
  private final int lineBytes;

  /** What was received and not yet read: from position to limit. Null for nothing. */
  private @Nullable ByteBuffer buffer;

  private boolean cutOff;
  private boolean inside;
  private boolean isOver;

  /**
   * Reads from {@code source}.
   *
   * @param lineBytes the longest line, where nothing else is said
   */
  RequestInput(Source source, int lineBytes) {
    this.source = source;
    this.lineBytes = lineBytes;
  }

  /**
   * Returns what one receive delivered (or what is left of it), 1 to {@link #CHUNK_BYTES} bytes,
   * valid until the next read; null at the end.
   */
  public @Nullable ByteBuffer readChunk() throws IOException {
    ByteBuffer filled = fill(inside);
    if (filled == null) {
      return null;
    }
    ByteBuffer chunk = filled.slice();
    filled.position(filled.limit());
    return chunk;
  }

  /**
   * As below.
   *
   * @throws LineTooLongException if there is none within the server's {@link Limits#lineBytes}
   */
  public byte @Nullable [] readLine() throws IOException {
    return readLine(lineBytes);
  }

  /**
   * Returns the next line with the LF that ends it; without one only where the stream ended there;
   * null at the end.
   *
   * @param limitBytes the longest line taken, its end included
   * @throws LineTooLongException if there is none within {@code limitBytes}
   */
  public byte @Nullable [] readLine(int limitBytes) throws IOException {
    var line = new ByteArrayOutputStream();
    for (; ; ) {
      ByteBuffer filled = fill(inside || line.size() > 0);
      if (filled == null) {
        return line.size() == 0 ? null : line.toByteArray();
      }
      int end = LineEnds.next(filled, filled.position(), filled.limit());
      int count = (end < 0 ? filled.limit() : end + 1) - filled.position();
      if (line.size() + count > limitBytes) {
        cutOff = true;
        filled.position(filled.limit());
        throw new LineTooLongException(limitBytes);
      }
      byte[] piece = new byte[count];
      filled.get(piece);
      if (end >= 0 && line.size() == 0) {
        return piece; // As nearly always.
      }
      line.writeBytes(piece);
      if (end >= 0) {
        return line.toByteArray();
      }
    }
  }

  /** The conversation is over: what it has received is somebody else's buffer from now on. */
  void over() {
    isOver = true;
    buffer = null;
  }

  /** Whether reading was given up in the middle of something the client may still be sending. */
  boolean cutOff() {
    return cutOff;
  }

  void cutOff(boolean cutOff) {
    this.cutOff = cutOff;
  }

  /** The buffer with at least one byte in it; null at the end. */
  private @Nullable ByteBuffer fill(boolean midway) throws IOException {
    ByteBuffer filled = buffer;
    if (filled != null && filled.hasRemaining()) {
      return filled;
    }
    if (isOver) {
      throw new ClosedChannelException();
    }
    buffer = null; // From here on it is the source's.
    filled = source.receive(midway);
    buffer = filled;
    return filled;
  }

  @Override
  public int read() throws IOException {
    ByteBuffer filled = fill(inside);
    return filled == null ? -1 : filled.get() & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer filled = fill(inside);
    if (filled == null) {
      return -1;
    }
    int count = Math.min(length, filled.remaining());
    filled.get(into, offset, count);
    return count;
  }

  /**
   * Reads until {@code length} bytes are there or the stream ends. With the first of them a message
   * has begun, see {@link #insideMessage}.
   */
  @Override
  public int readNBytes(byte[] into, int offset, int length) throws IOException {
    boolean before = inside;
    int count = 0;
    try {
      while (count < length) {
        int read = read(into, offset + count, length - count);
        if (read < 0) {
          break;
        }
        count += read;
        inside = true;
      }
      return count;
    } finally {
      inside = before;
    }
  }

  /**
   * Says whether what is read next belongs to a message that has begun. When the server shuts down,
   * a stream ends where nothing is unanswered: not inside a message. {@link #readLine} and {@link
   * #readNBytes(byte[], int, int)} know by themselves.
   */
  public void insideMessage(boolean inside) {
    this.inside = inside;
  }

  @Override
  public int available() throws IOException {
    ByteBuffer filled = buffer;
    return (filled == null ? 0 : filled.remaining()) + source.available();
  }

  /** Does nothing: the conversation ends when its handler returns. */
  @Override
  public void close() {}
}
