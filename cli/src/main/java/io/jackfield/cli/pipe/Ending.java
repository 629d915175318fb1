package io.jackfield.cli.pipe;

import io.jackfield.reactor.LossReason;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a conversation ended, as its user is told. */
public final class Ending {
  private Ending() {}

  /** Why it was no good end; null if it was one. */
  public static @Nullable Throwable failure(LossReason reason) {
    return switch (reason) {
      case LossReason.Done _ -> null;
      case LossReason.Lost lost -> lost.cause();
      case LossReason.Aborted _ -> new IOException("broken off");
      case LossReason.TimedOut late when late.what().equals(Joint.IDLE) ->
          new SocketTimeoutException("timed out: nothing came or went for " + text(late.after()));
      case LossReason.TimedOut late ->
          new SocketTimeoutException(late.what() + ": timed out after " + text(late.after()));
    };
  }

  private static String text(Duration time) {
    return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
