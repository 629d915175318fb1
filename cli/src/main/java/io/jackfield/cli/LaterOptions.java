package io.jackfield.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that are promised but whose part comes later; given, they are refused in so many words.
 */
final class LaterOptions {
  @Option(names = "--unix", paramLabel = "PATH", hidden = true)
  private List<String> unix = new ArrayList<>();

  @Option(names = "--unix-dgram", paramLabel = "PATH", hidden = true)
  private List<String> unixDatagram = new ArrayList<>();

  @Option(names = "--root", paramLabel = "DIR", hidden = true)
  private @Nullable String root;

  void refuse() {
    Map<String, Boolean> given =
        Map.of(
            "--unix",
            !unix.isEmpty(),
            "--unix-dgram",
            !unixDatagram.isEmpty(),
            "--root",
            root != null);
    given.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .ifPresent(option -> {
          throw NotBuiltYet.of("option " + option);
        });
  }
}
