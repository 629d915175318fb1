package io.jackfield.socket;

import java.net.BindException;

/** Another socket has the address ({@code EADDRINUSE}, bind(2)). */
public final class AddressInUseException extends BindException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public AddressInUseException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
