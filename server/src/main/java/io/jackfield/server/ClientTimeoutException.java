package io.jackfield.server;

import java.net.SocketTimeoutException;

/** The client was too slow for one of the server's {@link Limits}, which the message names. */
public final class ClientTimeoutException extends SocketTimeoutException {
  private static final long serialVersionUID = 1L;

  ClientTimeoutException(String message) {
    super(message);
  }
}
