package io.jackfield.cli;

import io.jackfield.cli.pipe.SessionFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Files that what passes is written to as well. */
final class SessionFileOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write what comes and goes to this file too.")
  private @Nullable Path output;

  @Option(
      names = {"-x", "--hex-dump"},
      paramLabel = "FILE",
      description = "Write it to this file as hexadecimal.")
  private @Nullable Path hexDump;

  @Option(names = "--append-output", description = "Go on at the end of the files of -o and -x.")
  private boolean append;

  /** The first option that was given, null if none was. */
  @Nullable String given() {
    if (output != null) {
      return "--output";
    }
    if (hexDump != null) {
      return "--hex-dump";
    }
    return append ? "--append-output" : null;
  }

  /**
   * Opens them; null if there are none.
   *
   * @throws IOException if one cannot be written
   */
  @Nullable SessionFiles open() throws IOException {
    return SessionFiles.open(output, hexDump, append);
  }
}
