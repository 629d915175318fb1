package io.jackfield.socket;

import java.net.SocketException;

/** Nobody receives any more: the connection or its sending half is shut ({@code EPIPE}). */
public final class BrokenPipeException extends SocketException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public BrokenPipeException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
