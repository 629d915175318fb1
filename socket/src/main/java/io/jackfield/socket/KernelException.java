package io.jackfield.socket;

import java.net.SocketException;

/** A call failed for a reason that has no class of its own; {@link #failure} names it. */
public final class KernelException extends SocketException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public KernelException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
