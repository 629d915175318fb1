package io.jackfield.socket;

import java.net.NoRouteToHostException;

/** No route leads to the address ({@code EHOSTUNREACH}, {@code ENETUNREACH}, ip(7)). */
public final class UnreachableException extends NoRouteToHostException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public UnreachableException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
