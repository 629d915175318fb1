package io.jackfield.conformance.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that a test has started; killed, with what it started itself, when closed. */
public final class Child implements AutoCloseable {
  private final String name;
  private final Process process;
  private final Output out;
  private final Output err;

  Child(String name, Process process) {
    this.name = name;
    this.process = process;
    out = new Output("standard output of " + name, process.getInputStream());
    err = new Output("standard error of " + name, process.getErrorStream());
  }

  public Output out() {
    return out;
  }

  public Output err() {
    return err;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Writes to its standard input. */
  public Child write(byte[] bytes) {
    try {
      OutputStream in = process.getOutputStream();
      in.write(bytes);
      in.flush();
    } catch (IOException e) {
      // It may have ended without reading: what it did instead is what the test looks at.
    }
    return this;
  }

  /** Writes a text to its standard input, as UTF-8. */
  public Child write(String text) {
    return write(Wire.bytes(text));
  }

  /** Ends its standard input. */
  public void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // As in write.
    }
  }

  /** Sends it a signal by its name: {@code TERM}, {@code INT}, {@code KILL}. */
  public void signal(String signal) {
    Command.Finished kill = Command.tool("sh", "-c", "kill -" + signal + " " + pid()).run();
    if (kill.exit() != 0) {
      throw new AssertionError(kill.err());
    }
  }

  /** Waits until it ends; returns its exit code. */
  public int awaitExit() {
    return awaitExit(Output.DEADLINE);
  }

  /** Waits until it ends; returns its exit code, fails if that takes longer than {@code limit}. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(
            name + " still runs after " + limit + "; standard error: " + err.soFar());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    closeInput();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
