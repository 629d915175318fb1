package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs that end by themselves. */
final class Commands {
  private static final long LIMIT_SECONDS = 120;

  private Commands() {}

  /**
   * What it printed, standard error after standard output.
   *
   * @throws IOException if it cannot be started, fails or does not end in two minutes; with what it
   *     printed
   */
  static String output(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("does not end: " + String.join(" ", command));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "exit code "
                + process.exitValue()
                + " of "
                + String.join(" ", command.stream().map(Commands::withoutFolder).toList())
                + ": "
                + output.strip());
      }
      return output.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Where this machine keeps its programs says nothing of what went wrong. */
  private static String withoutFolder(String word) {
    return word.startsWith("/") ? word.substring(word.lastIndexOf('/') + 1) : word;
  }
}
