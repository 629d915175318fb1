package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;

/** The three descriptors a process starts with. Source: stdin(3). */
public enum StandardStream {
  /** Descriptor 0. */
  INPUT(0),
  /** Descriptor 1. */
  OUTPUT(1),
  /** Descriptor 2. */
  ERROR(2);

  private final int descriptor;

  StandardStream(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Whether a person sits at it: isatty(3), each of the three by itself. */
  public boolean isTerminal() {
    Abi.requireSupported();
    return SocketCalls.isTerminal(descriptor);
  }
}
