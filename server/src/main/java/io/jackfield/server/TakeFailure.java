package io.jackfield.server;

import io.jackfield.socket.KernelFailure;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.Set;

/** What a failure to take a request means for the next one. Source: accept(2), section ERRORS. */
enum TakeFailure {
  /** This request is gone, or its network; the next may be fine. */
  TRANSIENT,
  /** Something is missing, or unknown: it may pass, but not at once. */
  RESOURCE,
  /** The listening socket itself is of no use any more. */
  FATAL;

  static final long FIRST_PAUSE_MILLIS = 10;
  static final long LONGEST_PAUSE_MILLIS = 1_000;

  private static final Set<String> PASSING =
      Set.of(
          "ECONNABORTED",
          "ECONNREFUSED", // Of an answer to a datagram, where somebody asks for it: ip(7).
          "ECONNRESET",
          "EHOSTDOWN",
          "EHOSTUNREACH",
          "ENETDOWN",
          "ENETUNREACH",
          "ENONET",
          "ENOPROTOOPT",
          "EPERM",
          "EPROTO");

  /** Without EOPNOTSUPP, which may be a network's error of one connection too: it may pass. */
  private static final Set<String> USELESS = Set.of("EBADF", "EFAULT", "EINVAL", "ENOTSOCK");

  static TakeFailure of(IOException error) {
    if (error instanceof KernelFailure failed) {
      String symbol = failed.failure().errno().symbol();
      return PASSING.contains(symbol) ? TRANSIENT : USELESS.contains(symbol) ? FATAL : RESOURCE;
    }
    return error instanceof ClosedChannelException ? FATAL : RESOURCE;
  }
}
