package io.jackfield.socket;

import java.net.BindException;

/** The address is no address of this machine ({@code EADDRNOTAVAIL}, ip(7)). */
public final class AddressUnavailableException extends BindException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public AddressUnavailableException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
