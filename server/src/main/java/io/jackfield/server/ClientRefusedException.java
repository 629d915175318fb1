package io.jackfield.server;

import java.io.IOException;

/** A factory wanted no protocol for a client. Counted, and told to nobody. */
final class ClientRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  ClientRefusedException() {
    super("the factory wants no protocol for this client");
  }
}
