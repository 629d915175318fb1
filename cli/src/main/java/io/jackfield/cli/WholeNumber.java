package io.jackfield.cli;

import java.util.function.Function;
import picocli.CommandLine.TypeConversionException;

/** Typed whole numbers, refused in words for people: picocli's own name Java's types. */
final class WholeNumber {
  private WholeNumber() {}

  static int ofInt(String typed) {
    return read(typed, Integer::valueOf);
  }

  static long ofLong(String typed) {
    return read(typed, Long::valueOf);
  }

  private static <N> N read(String typed, Function<String, N> reader) {
    try {
      return reader.apply(typed);
    } catch (NumberFormatException e) {
      boolean digits = typed.matches("[+-]?[0-9]+");
      throw new TypeConversionException(
          "'" + typed + (digits ? "' is out of range" : "' is not a whole number"));
    }
  }
}
