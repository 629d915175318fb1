package io.jackfield.protocol.gopher;

/**
 * What an item of a menu leads to, by the character of its type. Source: RFC 1436 section 3.8;
 * {@code i}, {@code h} and the later ones from what servers send.
 */
public enum ItemKind {
  /** Another menu: {@code 1}. */
  MENU,
  /** A text, which ends with a dot: {@code 0}, and the two that wrap files in text, {@code 4 6}. */
  TEXT,
  /** A menu of what was found: {@code 7}; its request has words. */
  SEARCH,
  /** Bytes until the connection ends: {@code 5 9 g I} and whatever else there may be. */
  BINARY,
  /** A line to be read, which leads nowhere: {@code i}. */
  INFORMATION,
  /** A refusal: {@code 3}. */
  ERROR,
  /** Something that another protocol leads to: {@code 2 8 T +}. */
  ELSEWHERE;

  /** The kind of a type. */
  public static ItemKind of(char type) {
    return switch (type) {
      case '0', '4', '6' -> TEXT;
      case '1' -> MENU;
      case '2', '8', 'T', '+' -> ELSEWHERE;
      case '3' -> ERROR;
      case '7' -> SEARCH;
      case 'i' -> INFORMATION;
      default -> BINARY;
    };
  }

  /** Whether it can be asked for. */
  public boolean isFetched() {
    return switch (this) {
      case MENU, TEXT, SEARCH, BINARY -> true;
      case INFORMATION, ERROR, ELSEWHERE -> false;
    };
  }
}
