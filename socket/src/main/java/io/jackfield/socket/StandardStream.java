package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.util.OptionalInt;

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

  /**
   * A view that can be waited for and read beside other descriptors, without taking the stream over
   * or changing it; see there. What {@link System#in} has read ahead is not found in it: use one of
   * the two.
   *
   * @throws TooManyOpenFilesException if no descriptor is left
   * @throws IOException if the process was started without it
   */
  public BorrowedDescriptor borrow() throws IOException {
    return BorrowedDescriptor.of(descriptor);
  }

  /** Whether a person sits at it: isatty(3), each of the three by itself. */
  public boolean isTerminal() {
    Abi.requireSupported();
    return SocketCalls.isTerminal(descriptor);
  }

  /**
   * How many columns the terminal there shows; empty where there is none, or it does not know.
   * Source: ioctl_tty(2), {@code TIOCGWINSZ}.
   */
  public OptionalInt columns() {
    Abi.requireSupported();
    return known(SocketCalls.terminalColumns(descriptor));
  }

  /** How many rows, as {@link #columns}. */
  public OptionalInt rows() {
    Abi.requireSupported();
    return known(SocketCalls.terminalRows(descriptor));
  }

  private static OptionalInt known(int size) {
    return size > 0 ? OptionalInt.of(size) : OptionalInt.empty();
  }
}
