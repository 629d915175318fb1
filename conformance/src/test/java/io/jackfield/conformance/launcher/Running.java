package io.jackfield.conformance.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A process under test. Every wait has a deadline, after which the process is killed. */
final class Running {
  private static final int DEADLINE_SECONDS = 30;

  private final Process process;
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private final BlockingQueue<String> errToCome = new LinkedBlockingQueue<>();
  private final Thread outReader;
  private final Thread errReader;

  private Running(Process process) {
    this.process = process;
    this.outReader = read(process.getInputStream(), out::add);
    this.errReader =
        read(
            process.getErrorStream(),
            line -> {
              err.add(line);
              errToCome.add(line);
            });
  }

  /** Starts it with an empty standard input. */
  static Running start(ProcessBuilder command) throws IOException {
    Process process = command.start();
    process.getOutputStream().close();
    return new Running(process);
  }

  long pid() {
    return process.pid();
  }

  /** Ends it and whatever it started, by force. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy would close its streams too
  }

  /** Waits until a line of standard error contains {@code part}. */
  void awaitErr(String part) throws InterruptedException {
    String line;
    do {
      line = errToCome.poll(DEADLINE_SECONDS, SECONDS);
      if (line == null) {
        kill();
        throw new AssertionError("no \"" + part + "\" on standard error, only " + err);
      }
    } while (!line.contains(part));
  }

  /** Waits for its end. */
  Ran await() throws InterruptedException {
    if (!process.waitFor(DEADLINE_SECONDS, SECONDS)) {
      kill();
      throw new AssertionError("still running; standard error: " + err);
    }
    outReader.join();
    errReader.join();
    return new Ran(process.exitValue(), List.copyOf(out), List.copyOf(err));
  }

  private static Thread read(InputStream stream, Consumer<String> sink) {
    return Thread.ofVirtual()
        .start(() -> {
          try (var lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            lines.lines().forEach(sink);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
