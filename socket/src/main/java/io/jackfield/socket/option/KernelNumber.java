package io.jackfield.socket.option;

/** A constant that is a number, or one bit of a number, in the kernel. */
public interface KernelNumber {
  /** The number in C. */
  int number();
}
