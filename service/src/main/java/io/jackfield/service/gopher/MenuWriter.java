package io.jackfield.service.gopher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.protocol.gopher.MenuItem;
import java.io.ByteArrayOutputStream;

/** A menu as it is sent, no longer than {@link #LIMIT_BYTES}. */
final class MenuWriter {
  /** How long a menu is at most. */
  static final int LIMIT_BYTES = 1 << 20;

  /** Kept for the last words. */
  private static final int RESERVE_BYTES = 256;

  private final ByteArrayOutputStream wire = new ByteArrayOutputStream();
  private boolean full;

  /** Adds an item; returns whether there is room for more. Without it the menu says so. */
  boolean add(MenuItem item) {
    byte[] line = item.bytes();
    if (!full && wire.size() + line.length > LIMIT_BYTES - RESERVE_BYTES) {
      full = true;
      wire.writeBytes(
          MenuItem.information("(There is more, but a menu ends at " + LIMIT_BYTES + " bytes.)")
              .bytes());
    }
    if (!full) {
      wire.writeBytes(line);
    }
    return !full;
  }

  /** The end. */
  Answer.Menu end() {
    wire.writeBytes(".\r\n".getBytes(US_ASCII));
    return new Answer.Menu(wire.toByteArray());
  }

  /** A menu that is a refusal. */
  static Answer.Menu refusal(String why) {
    var menu = new MenuWriter();
    menu.add(MenuItem.error(why));
    return menu.end();
  }
}
