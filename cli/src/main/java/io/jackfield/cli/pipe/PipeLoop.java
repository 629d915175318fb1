package io.jackfield.cli.pipe;

import io.jackfield.reactor.Reactor;
import io.jackfield.socket.Resolver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A reactor that runs until its work is over, or a signal ends it: SIGINT or SIGTERM, which end
 * ncat and socat too. The first closes what is open, within a quarter of a second; the second ends
 * the process at once. For the thread that makes it, which becomes the loop's.
 */
public final class PipeLoop implements AutoCloseable {
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** What a shell reports of a process that a signal ended: 128 and its number. */
  private static final int SIGNAL_EXIT = 128;

  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final Reactor reactor;
  private @Nullable Throwable failure;
  private boolean isOver;
  private int signal;

  private PipeLoop(Reactor reactor) {
    this.reactor = reactor;
  }

  /**
   * One on the best driver there is.
   *
   * @throws UnsupportedOperationException if that has no standard streams
   */
  public static PipeLoop open(Resolver resolver) throws IOException {
    // Standard output and files may block for as long as they like: no watchdog.
    Reactor reactor = Reactor.builder().resolver(resolver).stallThreshold(null).build();
    var loop = new PipeLoop(reactor);
    try {
      var _ = reactor.processes().onSignal("INT", () -> loop.arrived(SIGINT));
      var _ = reactor.processes().onSignal("TERM", () -> loop.arrived(SIGTERM));
    } catch (IOException | RuntimeException e) {
      reactor.close();
      throw e;
    }
    return loop;
  }

  public Reactor reactor() {
    return reactor;
  }

  private void arrived(int number) {
    if (signal != 0) {
      Runtime.getRuntime().halt(SIGNAL_EXIT + number);
    }
    signal = number;
    var _ = reactor.callLater(PATIENCE, reactor::crash);
    over(null);
  }

  /**
   * The work is over: what is open is closed, and {@link #run} returns. What is said later does not
   * count.
   *
   * @param why null if it went well
   */
  public void over(@Nullable Throwable why) {
    if (!isOver) {
      isOver = true;
      failure = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
      var _ = reactor.stop();
    }
  }

  /**
   * Runs until it is over.
   *
   * @return 0, or 128 and the number of the signal that ended it
   * @throws Exception why the work failed
   */
  public int run() throws Exception {
    reactor.run();
    if (failure instanceof Exception e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return signal == 0 ? 0 : SIGNAL_EXIT + signal;
  }

  @Override
  public void close() {
    reactor.close();
  }
}
