package io.jackfield.socket;

import java.net.BindException;

/** The address may not be bound by this user ({@code EACCES}, ip(7): ports below 1024). */
public final class BindDeniedException extends BindException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public BindDeniedException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
