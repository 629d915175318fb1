package io.jackfield.conformance.e2e;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A command line to be run as a child process: {@code jackfield} itself or an external tool.
 *
 * @param words the program and its arguments
 * @param environment what is set beside this process's own environment
 */
public record Command(List<String> words, Map<String, String> environment) {
  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** The launcher at the root of this repository. */
  public static Command jackfield(String... arguments) {
    String home = Objects.requireNonNull(System.getProperty("jackfield.home"), "jackfield.home");
    return new Command(List.of(Path.of(home, "jackfield").toString()), Map.of()).and(arguments);
  }

  /** A program on the PATH. Where it is missing the test is skipped, in CI it fails. */
  public static Command tool(String name, String... arguments) {
    need(name);
    return new Command(List.of(name), Map.of()).and(arguments);
  }

  /** Skips the calling test if {@code name} is not on the PATH; in CI fails it. */
  public static void need(String name) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    boolean found =
        Stream.of(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found) {
      skip(name + " is not on the PATH");
    }
  }

  /** Skips the calling test for {@code reason}; in CI, where everything must be there, fails it. */
  public static void skip(String reason) {
    if ("true".equals(System.getenv("CI"))) {
      fail(reason);
    }
    abort(reason);
  }

  /** With further arguments. */
  public Command and(String... arguments) {
    return new Command(Stream.concat(words.stream(), Stream.of(arguments)).toList(), environment);
  }

  /** Run by another program, which takes this command line as its last arguments. */
  public Command under(Command other) {
    return new Command(Stream.concat(other.words.stream(), words.stream()).toList(), environment);
  }

  /** With an environment variable set. */
  public Command with(String variable, String value) {
    var all = new HashMap<>(environment);
    all.put(variable, value);
    return new Command(words, all);
  }

  /** Starts it; its standard input stays open until the child's is closed. */
  public Child start() {
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    try {
      return new Child(String.join(" ", words), builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it to its end with nothing on its standard input. */
  public Finished run() {
    return run(new byte[0]);
  }

  /** Runs it to its end with {@code input} on its standard input. */
  public Finished run(byte[] input) {
    try (Child child = start()) {
      child.write(input).closeInput();
      int exit = child.awaitExit();
      return new Finished(exit, child.out().awaitEnd(), child.err().awaitEnd());
    }
  }

  /** Runs it to its end with a text on its standard input, as UTF-8. */
  public Finished run(String input) {
    return run(Wire.bytes(input));
  }

  /**
   * How a command ended.
   *
   * @param out what it wrote to standard output, a char a byte
   * @param err what it wrote to standard error, a char a byte
   */
  public record Finished(int exit, String out, String err) {}
}
