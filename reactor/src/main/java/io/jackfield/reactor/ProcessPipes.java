package io.jackfield.reactor;

import io.jackfield.reactor.ProcessOptions.StandardError;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.ProcessCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;

/**
 * Pipes of our own for a child process, or a pseudo terminal. The JDK's own pipes have no
 * descriptors to be had; but it redirects to a file, and {@code /proc/self/fd/N} is one: opening it
 * gives the child its end, as a file description of its own, which blocks though ours does not. See
 * docs/decisions.
 */
final class ProcessPipes implements AutoCloseable {
  private static final int NONE = -1;

  /** Ours until they are taken, or all is closed. */
  private final List<Integer> ours = new ArrayList<>();

  /** The child's, which has them by the time all is closed. */
  private final List<Integer> childs = new ArrayList<>();

  private int toInput = NONE;
  private int fromOutput = NONE;
  private int fromError = NONE;

  /** Opens what the options ask for, and has {@code builder} use it. */
  static ProcessPipes open(ProcessBuilder builder, ProcessOptions options) throws IOException {
    var pipes = new ProcessPipes();
    try {
      if (options.terminal()) {
        pipes.openTerminal(builder, options);
      } else {
        pipes.openPipes(builder, options.error());
      }
      return pipes;
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    }
  }

  private void openPipes(ProcessBuilder builder, StandardError goes) throws IOException {
    int[] input = pipe(true);
    toInput = input[1];
    builder.redirectInput(Redirect.from(file(input[0])));
    int[] output = pipe(false);
    fromOutput = output[0];
    builder.redirectOutput(Redirect.to(file(output[1])));
    switch (goes) {
      case PIPED -> {
        int[] error = pipe(false);
        fromError = error[0];
        builder.redirectError(Redirect.to(file(error[1])));
      }
      case MERGED -> builder.redirectErrorStream(true);
      case INHERITED -> builder.redirectError(Redirect.INHERIT);
    }
  }

  private int[] pipe(boolean isRead) throws IOException {
    var ends = new int[2];
    check("pipe2", DescriptorCalls.pipe(ends));
    childs.add(ends[isRead ? 0 : 1]);
    ours.add(ends[isRead ? 1 : 0]);
    return ends;
  }

  private static File file(int descriptor) {
    return new File("/proc/self/fd/" + descriptor);
  }

  /**
   * A shell that leads a session of its own opens the terminal, which thereby becomes the
   * session's; if the JDK opened it, it might become this process's own.
   */
  private void openTerminal(ProcessBuilder builder, ProcessOptions options) throws IOException {
    int master = check("openpt", ProcessCalls.openTerminal());
    ours.add(master);
    int number = check("ptsname", ProcessCalls.terminalNumber(master));
    int _ =
        check(
            "ioctl",
            ProcessCalls.terminalSize(master, options.terminalRows(), options.terminalColumns()));
    toInput = master;
    fromOutput = master;
    List<String> command = new ArrayList<>(List.of("setsid", "/bin/sh", "-c"));
    command.add("exec \"$@\" </dev/pts/" + number + " >/dev/pts/" + number + " 2>&1");
    command.add("sh");
    command.addAll(builder.command());
    builder.command(command);
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(Redirect.DISCARD);
    builder.redirectError(Redirect.DISCARD);
  }

  private static int check(String call, int result) throws IOException {
    if (result < 0) {
      throw new CallFailure(call, new Errno(-result), null, null).exception();
    }
    return result;
  }

  int toInput() {
    return toInput;
  }

  int fromOutput() {
    return fromOutput;
  }

  /** -1 where it has none of its own. */
  int fromError() {
    return fromError;
  }

  /** Somebody else closes this from now on. */
  int take(int number) {
    ours.remove(Integer.valueOf(number));
    return number;
  }

  /**
   * Closes the child's ends here, so that each closes when the child closes it, and what is left.
   */
  @Override
  public void close() {
    childs.forEach(SocketCalls::close);
    childs.clear();
    ours.forEach(SocketCalls::close);
    ours.clear();
  }
}
