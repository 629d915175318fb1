package io.jackfield.socket;

import java.net.SocketException;

/** This kernel has no such family, type or protocol (socket(2)). */
public final class UnsupportedSocketException extends SocketException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public UnsupportedSocketException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
