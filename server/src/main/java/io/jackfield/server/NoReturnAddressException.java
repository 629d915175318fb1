package io.jackfield.server;

import java.io.IOException;

/** A datagram cannot be answered: its sender, of the Unix domain, has bound no address. */
public final class NoReturnAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  NoReturnAddressException() {
    super("the client has bound no address that could be answered");
  }
}
