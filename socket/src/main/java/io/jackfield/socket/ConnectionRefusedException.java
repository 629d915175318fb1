package io.jackfield.socket;

import java.net.ConnectException;

/** Nobody listens at the address ({@code ECONNREFUSED}, connect(2)). */
public final class ConnectionRefusedException extends ConnectException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public ConnectionRefusedException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
