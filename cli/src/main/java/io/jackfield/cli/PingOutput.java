package io.jackfield.cli;

import io.jackfield.service.ping.PingEvent;
import io.jackfield.service.ping.PingEvent.NotSent;
import io.jackfield.service.ping.PingEvent.Replied;
import io.jackfield.service.ping.PingEvent.Troubled;
import java.io.PrintStream;
import java.net.InetAddress;
import java.util.function.Consumer;

/** Shows each event at once, a line each. Used by the thread that pings. */
final class PingOutput implements Consumer<PingEvent> {
  private final InetAddress target;
  private final PrintStream out;
  private final PrintStream err;
  private final boolean quiet;

  PingOutput(InetAddress target, PrintStream out, PrintStream err, boolean quiet) {
    this.target = target;
    this.out = out;
    this.err = err;
    this.quiet = quiet;
  }

  @Override
  public void accept(PingEvent event) {
    if (quiet) {
      return;
    }
    switch (event) {
      case Replied reply -> print(PingLines.of(reply) + "\n");
      case Troubled trouble -> print(PingLines.of(trouble) + "\n");
      case NotSent failed -> {
        out.flush();
        err.println("jackfield ping: " + PingLines.notSent(target, failed.why()));
      }
    }
  }

  /**
   * Writes to standard output, past its buffer.
   *
   * @throws Closed if nobody reads it any more
   */
  void print(String text) {
    out.print(text);
    if (out.checkError()) {
      throw new Closed();
    }
  }

  /** Whoever wanted the first ten lines has them; there is nothing to say about it. */
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
