package io.jackfield.service.menu;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One menu of a phone's.
 *
 * @param prompt what is said to who comes here
 * @param keys what each key does
 * @param otherwise what is said to any other key
 */
record Menu(Words prompt, Map<String, Key> keys, Words otherwise) {
  /** The menus of a file; each {@link Key#goTo} is one of them. */
  record All(Menu start, Map<String, Menu> byName) {}

  /**
   * What a key does: it says something, then leads somewhere or ends the call, or leaves the caller
   * where he is.
   *
   * @param goTo another menu, whose prompt is said too; null for none
   */
  record Key(Words say, @Nullable String goTo, boolean hangsUp) {}

  /** A text as it is sent. */
  static final class Words {
    /** How long one is at most, in bytes; a chunk of the caller's has up to 64 answers. */
    static final int LIMIT_BYTES = 4_096;

    static final Words NONE = new Words("");

    private final byte[] utf8;

    Words(String text) {
      utf8 = text.getBytes(StandardCharsets.UTF_8);
    }

    int length() {
      return utf8.length;
    }

    /** For who does not change them. */
    byte[] bytes() {
      return utf8;
    }
  }
}
