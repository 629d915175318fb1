package io.jackfield.protocol.gopher;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Reads a menu from bytes as they come. It ends with a line that is a dot, or with the connection:
 * many servers leave the dot out. For one thread at a time.
 */
public final class MenuDecoder {
  /** How many bytes a menu may have if nothing else is said. */
  public static final int DEFAULT_LIMIT_BYTES = 1 << 20;

  private final int limitBytes;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int count;
  private boolean ended;

  /** With the default limit. */
  public MenuDecoder() {
    this(DEFAULT_LIMIT_BYTES);
  }

  /**
   * With another limit.
   *
   * @param limitBytes of the whole menu, its closing dot included
   */
  public MenuDecoder(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /**
   * Takes all of {@code data}; what comes after the closing dot is nobody's.
   *
   * @throws GopherException if the menu is longer than its limit
   */
  public void feed(ByteBuffer data, Consumer<? super MenuItem> items) throws GopherException {
    while (!ended && data.hasRemaining()) {
      byte next = data.get();
      if (++count > limitBytes) {
        throw new GopherException("the menu is longer than " + limitBytes + " bytes");
      }
      if (next == '\n') {
        tell(items);
      } else {
        line.write(next);
      }
    }
    data.position(data.limit());
  }

  /** The connection ends: what is there of a line is one. */
  public void end(Consumer<? super MenuItem> items) {
    if (!ended && line.size() > 0) {
      tell(items);
    }
    ended = true;
  }

  /** Whether the closing dot has come. */
  public boolean isEnded() {
    return ended;
  }

  private void tell(Consumer<? super MenuItem> items) {
    String octets = Octets.of(line.toByteArray());
    line.reset();
    String bare = octets.endsWith("\r") ? octets.substring(0, octets.length() - 1) : octets;
    if (bare.equals(".")) {
      ended = true;
    } else {
      items.accept(MenuItem.parse(bare));
    }
  }
}
