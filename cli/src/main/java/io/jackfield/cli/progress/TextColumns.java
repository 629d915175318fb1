package io.jackfield.cli.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * Text in the columns that a terminal gives it: two for an East Asian wide character or an emoji,
 * none for a combining mark. Source: Unicode Standard Annex 11, wcwidth(3).
 */
public final class TextColumns {
  private static final int REPLACEMENT = 0xfffd;
  private static final String ELLIPSIS = "…";

  /**
   * Blocks of wide characters, first and last of each: from Unicode's {@code EastAsianWidth.txt},
   * gaps without characters included. Emoji are the JDK's to tell.
   */
  private static final int[] WIDE = {
    0x1100, 0x115f, // Hangul initial consonants
    0x2329, 0x232a, // angle brackets
    0x2e80, 0x303e, // radicals, ideographic punctuation
    0x3041, 0x4dbf, // kana, bopomofo, compatibility, extension A
    0x4e00, 0xa4cf, // ideographs, Yi
    0xa960, 0xa97c, // Hangul extended A
    0xac00, 0xd7a3, // Hangul syllables
    0xf900, 0xfaff, // compatibility ideographs
    0xfe10, 0xfe19, // vertical forms
    0xfe30, 0xfe6b, // compatibility and small forms
    0xff01, 0xff60, // full-width forms
    0xffe0, 0xffe6, // full-width signs
    0x16fe0, 0x18d08, // Tangut, Khitan
    0x1aff0, 0x1b2fb, // kana supplement, Nushu
    0x1f200, 0x1f265, // enclosed ideographs
    0x20000, 0x3fffd, // ideographs, supplementary planes
  };

  private TextColumns() {}

  /** How many columns a text takes that {@link #harmless} made. */
  public static int of(String text) {
    return text.codePoints().map(TextColumns::of).sum();
  }

  private static int of(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      case Character.FORMAT -> codePoint == 0xad ? 1 : 0; // The soft hyphen is shown.
      default -> isJamoInside(codePoint) ? 0 : isWide(codePoint) ? 2 : 1;
    };
  }

  /** Vowels and final consonants of Hangul join the consonant before them. */
  private static boolean isJamoInside(int codePoint) {
    return codePoint >= 0x1160 && codePoint <= 0x11ff;
  }

  private static boolean isWide(int codePoint) {
    if (codePoint < WIDE[0]) {
      return false;
    }
    for (int i = 0; i < WIDE.length; i += 2) {
      if (codePoint >= WIDE[i] && codePoint <= WIDE[i + 1]) {
        return true;
      }
    }
    return Character.isEmojiPresentation(codePoint);
  }

  /**
   * The text without what a terminal would obey instead of showing it: a name may come from a
   * stranger. Control characters, ends of lines, and what turns the direction of writing become
   * U+FFFD.
   */
  public static String harmless(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            codePoint -> shown.appendCodePoint(isHarmless(codePoint) ? codePoint : REPLACEMENT));
    return shown.toString();
  }

  /** Whether a terminal shows it and does not obey it. */
  public static boolean isHarmless(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      case Character.FORMAT ->
          !(codePoint >= 0x202a && codePoint <= 0x202e)
              && !(codePoint >= 0x2066 && codePoint <= 0x2069);
      default -> true;
    };
  }

  /**
   * At most so many columns of it, its middle left out, since the end of a name says what it is.
   */
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    if (columns <= 1) {
      return columns == 1 ? ELLIPSIS : "";
    }
    String head = head(text, columns / 2);
    return head + ELLIPSIS + tail(text, columns - 1 - of(head));
  }

  /**
   * All of it in lines of at most so many columns, broken at single spaces; a word that is longer
   * than that is a line of its own.
   */
  public static List<String> lines(String text, int columns) {
    return lines(List.of(text.split(" ", -1)), columns);
  }

  /** As above, broken between the parts alone. */
  public static List<String> lines(List<String> parts, int columns) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    String gap = "";
    for (String part : parts) {
      if (!line.isEmpty() && of(line + gap + part) > columns) {
        lines.add(line.toString());
        line.setLength(0);
        gap = "";
      }
      line.append(gap).append(part);
      gap = " ";
    }
    lines.add(line.toString());
    return lines;
  }

  /** Exactly so many columns: cut, or filled up with spaces. */
  static String fit(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - of(cut));
  }

  private static String head(String text, int columns) {
    int end = 0;
    for (int left = columns; end < text.length(); ) {
      int codePoint = text.codePointAt(end);
      left -= of(codePoint);
      if (left < 0) {
        break;
      }
      end += Character.charCount(codePoint);
    }
    return text.substring(0, end);
  }

  private static String tail(String text, int columns) {
    int start = text.length();
    int left = columns;
    for (int at = start; at > 0; ) {
      int codePoint = text.codePointBefore(at);
      at -= Character.charCount(codePoint);
      int taken = of(codePoint);
      left -= taken;
      if (left < 0) {
        break;
      }
      if (taken > 0) {
        start = at; // Never between a letter and the marks on it.
      }
    }
    return text.substring(start);
  }
}
