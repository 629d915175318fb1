package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that nobody here wrote; both its outputs are one. Killed when closed. */
final class Tool implements AutoCloseable {
  private static final int DEADLINE_SECONDS = 20;

  private final Process process;
  private final StringBuilder output = new StringBuilder();
  private final Thread reader;

  private Tool(Process process) {
    this.process = process;
    reader = Thread.ofVirtual().start(this::collect);
  }

  /** Starts it; where it is missing the test is skipped, in CI it fails. */
  static Tool start(Object... words) {
    List<String> command = new ArrayList<>();
    for (Object word : words) {
      command.add(word.toString());
    }
    try {
      return new Tool(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      if (System.getenv("CI") != null) {
        fail(command.getFirst() + " is not there", e);
      }
      return abort(command.getFirst() + " is not there");
    }
  }

  /** Runs it to its good end and returns what it said. */
  static String run(Path folder, Object... words) {
    try (Tool tool = start(prepend(words, "env", "-C", folder))) {
      tool.closeInput();
      int exit = tool.exit();
      if (exit != 0) {
        throw new AssertionError(List.of(words) + " ended with " + exit + ": " + tool.soFar());
      }
      return tool.soFar();
    }
  }

  private static Object[] prepend(Object[] words, Object... first) {
    List<Object> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(words));
    return all.toArray();
  }

  private void collect() {
    var chunk = new byte[8192];
    try {
      InputStream in = process.getInputStream();
      for (int count; (count = in.read(chunk)) >= 0; ) {
        add(new String(chunk, 0, count, ISO_8859_1));
      }
    } catch (IOException e) {
      add("[" + e + "]");
    } finally {
      add(""); // Wakes who waits.
    }
  }

  private synchronized void add(String text) {
    output.append(text);
    notifyAll();
  }

  synchronized String soFar() {
    return output.toString();
  }

  /** Waits until its output has {@code pattern}. */
  synchronized Matcher await(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (true) {
      Matcher matcher = compiled.matcher(output);
      if (matcher.find()) {
        return matcher;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0 || !reader.isAlive()) {
        throw new AssertionError("no \"" + pattern + "\" in: " + output);
      }
      try {
        wait(Math.min(left, 100));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Writes to its standard input. */
  void type(String text) {
    try {
      process.getOutputStream().write(text.getBytes(ISO_8859_1));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(soFar(), e);
    }
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits for its end and for all its output. */
  int exit() {
    try {
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("still runs: " + soFar());
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
