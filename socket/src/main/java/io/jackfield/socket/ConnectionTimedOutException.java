package io.jackfield.socket;

import java.net.ConnectException;

/** The peer did not answer the kernel in time ({@code ETIMEDOUT}, tcp(7)). */
public final class ConnectionTimedOutException extends ConnectException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public ConnectionTimedOutException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
