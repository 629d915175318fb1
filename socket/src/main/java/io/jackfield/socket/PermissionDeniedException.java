package io.jackfield.socket;

import java.net.SocketException;

/** The kernel does not permit the call to this user ({@code EACCES}, {@code EPERM}). */
public final class PermissionDeniedException extends SocketException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public PermissionDeniedException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
