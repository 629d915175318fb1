package io.jackfield.cli.progress;

import java.util.Map;

/** Colours of a line, or none. They take no columns. Source: ECMA-48 section 8.3.117 (SGR). */
enum Paint {
  /** As {@code NO_COLOR} asks for. */
  NONE,
  /** The eight colours that every terminal has. */
  COLOURED;

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String RESET = "\u001b[0m";

  /** None where {@code NO_COLOR} is set and not empty, whatever it says. Source: no-color.org. */
  static Paint of(Map<String, String> environment) {
    return environment.getOrDefault("NO_COLOR", "").isEmpty() ? COLOURED : NONE;
  }

  String good(String text) {
    return painted(GREEN, text);
  }

  String bad(String text) {
    return painted(RED, text);
  }

  private String painted(String colour, String text) {
    return this == NONE || text.isEmpty() ? text : colour + text + RESET;
  }
}
