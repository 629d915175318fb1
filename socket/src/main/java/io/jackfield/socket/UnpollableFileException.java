package io.jackfield.socket;

import java.io.IOException;

/**
 * epoll cannot wait for such a file ({@code EPERM}, epoll_ctl(2)): a regular file or a directory,
 * which never has anyone wait. Poll and select call it ready at all times.
 */
public final class UnpollableFileException extends IOException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own, and what it means. */
  public UnpollableFileException(CallFailure failure) {
    super(
        failure.message()
            + ": regular files and directories are always ready, which epoll cannot wait for;"
            + " poll and select can");
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
