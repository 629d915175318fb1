package io.jackfield.socket;

import java.net.SocketException;

/** The peer ended the connection by force ({@code ECONNRESET}, {@code ECONNABORTED}). */
public final class ConnectionResetException extends SocketException implements KernelFailure {
  private static final long serialVersionUID = 1L;

  private final CallFailure failure;

  /** Made where a call failed; the message is the failure's own. */
  public ConnectionResetException(CallFailure failure) {
    super(failure.message());
    this.failure = failure;
  }

  @Override
  public CallFailure failure() {
    return failure;
  }
}
