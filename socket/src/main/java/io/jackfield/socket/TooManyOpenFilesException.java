package io.jackfield.socket;

import java.net.SocketException;

/** No descriptor is left to the process or the system ({@code EMFILE}, {@code ENFILE}). */
public final class TooManyOpenFilesException extends SocketException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public TooManyOpenFilesException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
