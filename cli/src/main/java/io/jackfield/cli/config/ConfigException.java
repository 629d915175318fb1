package io.jackfield.cli.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A file with mistakes; the message has a line for each, {@code FILE:LINE:COLUMN: sentence}. */
public final class ConfigException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Of at least one. */
  public ConfigException(Path file, List<Problem> problems) {
    super(
        problems.stream()
            .sorted(
                Comparator.comparingInt((Problem one) -> one.at().line())
                    .thenComparingInt(one -> one.at().column()))
            .map(one ->
                "%s:%d:%d: %s".formatted(file, one.at().line(), one.at().column(), one.sentence()))
            .collect(Collectors.joining("\n")));
  }
}
