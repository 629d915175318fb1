package io.jackfield.server;

import io.jackfield.socket.Errno;
import io.jackfield.socket.KernelFailure;
import io.jackfield.socket.TooManyOpenFilesException;
import java.io.IOException;
import java.util.Set;

/** What a failure to take a request means for the next one. Source: accept(2), section ERRORS. */
enum TakeFailure {
  /** This request is gone, or its network; the next may be fine. */
  TRANSIENT,
  /** The process or the system has run out of something; it may come back. */
  RESOURCE,
  /** The listening socket itself is of no use any more. */
  FATAL;

  static final long FIRST_PAUSE_MILLIS = 10;
  static final long LONGEST_PAUSE_MILLIS = 1_000;

  private static final Set<String> SCARCE = Set.of("ENOBUFS", "ENOMEM");
  private static final Set<String> USELESS =
      Set.of("EBADF", "EFAULT", "EINVAL", "ENOTSOCK", "EOPNOTSUPP");

  static TakeFailure of(IOException error) {
    if (error instanceof TooManyOpenFilesException) {
      return RESOURCE;
    }
    if (error instanceof KernelFailure failed) {
      Errno errno = failed.failure().errno();
      return SCARCE.contains(errno.symbol())
          ? RESOURCE
          : USELESS.contains(errno.symbol()) ? FATAL : TRANSIENT;
    }
    return FATAL;
  }
}
