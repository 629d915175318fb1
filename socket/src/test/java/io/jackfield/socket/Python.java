package io.jackfield.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** CPython's own {@code socket} module as the other end: a script, run with {@code python3 -c}. */
final class Python implements AutoCloseable {
  private final Process process;

  private Python(Process process) {
    this.process = process;
  }

  /** Starts {@code script}, which finds {@code arguments} from {@code sys.argv[1]} on. */
  static Python start(String script, Object... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of("python3", "-c", "import socket, sys, os, array, struct\n" + script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      return new Python(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, "python3 is not there");
      throw e;
    }
  }

  /** The next line the script prints: how a test waits for it. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int next; (next = process.getInputStream().read()) >= 0 && next != '\n'; ) {
      line.append((char) next);
    }
    return line.toString();
  }

  /** All it prints until it ends, which it must do well. */
  String end() throws Exception {
    String rest = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("exit code of python3").isZero();
    return rest.strip();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
