package io.jackfield.reactor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A protocol of lines: text in UTF-8, each line ended by LF or CRLF, in whatever pieces it arrives.
 * The loop's. Source: Twisted's {@code LineOnlyReceiver}.
 */
public abstract class LineProtocol implements Protocol {
  /** How long a line may be unless something else is said. */
  public static final int DEFAULT_LIMIT_BYTES = 16_384;

  private final int limitBytes;

  /** What has come of a line, without its LF; small until something does. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);

  private @Nullable Transport transport;

  /** With lines of at most {@value #DEFAULT_LIMIT_BYTES} bytes. */
  protected LineProtocol() {
    this(DEFAULT_LIMIT_BYTES);
  }

  /**
   * With a limit of its own.
   *
   * @param limitBytes how long a line may be, without its LF; a longer one throws {@link
   *     IllegalStateException}, and so ends its connection
   */
  protected LineProtocol(int limitBytes) {
    if (limitBytes < 1) {
      throw new IllegalArgumentException("lines of " + limitBytes + " bytes");
    }
    this.limitBytes = limitBytes;
  }

  /**
   * A line has come: without its end, and with U+FFFD for what is no UTF-8. What comes behind the
   * last end of a line is none.
   */
  protected abstract void lineReceived(String line);

  /** The other end; throws {@link NullPointerException} before {@link #connectionMade}. */
  protected final Transport transport() {
    return Objects.requireNonNull(transport, "not connected");
  }

  /** Sends a line, and LF behind it. */
  protected final void sendLine(String text) {
    transport().write(ByteBuffer.wrap((text + "\n").getBytes(UTF_8)));
  }

  /** Who overrides this calls it first. */
  @Override
  public void connectionMade(Transport made) {
    transport = made;
  }

  @Override
  public final void dataReceived(ByteBuffer data) {
    while (data.hasRemaining()) {
      int end = LineEnds.next(data, data.position(), data.limit());
      var piece = new byte[(end < 0 ? data.limit() : end) - data.position()];
      if (piece.length > limitBytes - begun.size()) {
        throw new IllegalStateException("a line of more than " + limitBytes + " bytes");
      }
      data.get(piece);
      begun.writeBytes(piece);
      if (end >= 0) {
        data.position(end + 1);
        String line = begun.toString(UTF_8);
        begun.reset();
        lineReceived(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
      }
    }
  }
}
