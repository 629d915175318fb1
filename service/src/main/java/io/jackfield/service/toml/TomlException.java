package io.jackfield.service.toml;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A file with mistakes: the message has a line for each, {@code FILE:LINE:COLUMN: sentence}, in the
 * order of the file; of many the first.
 */
public final class TomlException extends IOException {
  /** How many are told at most: behind the first of what is no TOML most are none themselves. */
  public static final int LIMIT_TOLD = 20;

  private static final long serialVersionUID = 1L;

  /** Of at least one. */
  public TomlException(String file, List<Problem> problems) {
    super(
        problems.stream()
                .sorted(
                    Comparator.comparingInt((Problem one) -> one.at().line())
                        .thenComparingInt(one -> one.at().column()))
                .limit(LIMIT_TOLD)
                .map(one ->
                    "%s:%d:%d: %s"
                        .formatted(file, one.at().line(), one.at().column(), one.sentence()))
                .collect(Collectors.joining("\n"))
            + (problems.size() > LIMIT_TOLD
                ? "\n" + file + ": and " + (problems.size() - LIMIT_TOLD) + " more"
                : ""));
  }
}
