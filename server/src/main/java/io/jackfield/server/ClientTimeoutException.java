package io.jackfield.server;

import io.jackfield.reactor.LossReason;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** The client was too slow for one of the server's {@link Limits}, which the message names. */
public final class ClientTimeoutException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final Duration limit;

  /** Says that {@code what} is the case after so long. */
  ClientTimeoutException(String what, Duration limit) {
    super(what + " after " + limit.toMillis() + " ms");
    this.what = what;
    this.limit = limit;
  }

  ClientTimeoutException(LossReason.TimedOut late) {
    this(late.what() + " was not done", late.after());
  }

  /** The same as a protocol is told. */
  LossReason.TimedOut reason() {
    return new LossReason.TimedOut(what, limit);
  }
}
