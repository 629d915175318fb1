package io.jackfield.protocol.gopher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one request of a connection from bytes as they come. What Gopher+ puts behind it is not
 * looked at. For one thread at a time.
 */
public final class RequestDecoder {
  /** How long a request may be, its end included. */
  public static final int LIMIT_BYTES = 1_024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /** For one connection. */
  public RequestDecoder() {}

  /**
   * Takes what belongs to the request, and leaves the rest.
   *
   * @return the request once its line has ended, by LF or CRLF; null while there must be more
   * @throws GopherException if it is longer than {@link #LIMIT_BYTES}, or cannot be one
   */
  public @Nullable GopherRequest feed(ByteBuffer data) throws GopherException {
    while (data.hasRemaining()) {
      byte next = data.get();
      if (next == '\n') {
        return end();
      }
      line.write(next);
      if (line.size() == LIMIT_BYTES) {
        throw new GopherException("a request has at most " + LIMIT_BYTES + " bytes");
      }
    }
    return null;
  }

  /** Whether something of it has come. */
  public boolean isMidway() {
    return line.size() > 0;
  }

  /**
   * The request as far as it came, of a client that leaves the line's end out.
   *
   * @throws GopherException if it cannot be one
   */
  public GopherRequest end() throws GopherException {
    String octets = Octets.of(line.toByteArray());
    line.reset();
    String bare = octets.endsWith("\r") ? octets.substring(0, octets.length() - 1) : octets;
    String[] fields = bare.split("\t", 3);
    String words = fields.length < 2 || isGopherPlus(fields[1]) ? "" : Octets.text(fields[1]);
    try {
      return new GopherRequest(new Selector(fields[0]), words);
    } catch (IllegalArgumentException e) {
      throw new GopherException("a request is one line of text");
    }
  }

  /** What a Gopher+ client puts there if it has no words. */
  private static boolean isGopherPlus(String field) {
    return field.equals("+") || field.equals("!") || field.equals("$");
  }
}
