package io.jackfield.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that are promised but whose part comes later; given, they are refused in so many words.
 */
final class LaterOptions {
  @Option(names = "--root", paramLabel = "DIR", hidden = true)
  private @Nullable String root;

  void refuse() {
    if (root != null) {
      throw NotBuiltYet.of("option --root");
    }
  }
}
