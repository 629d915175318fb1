package io.jackfield.reactor;

/**
 * How a process ended.
 *
 * @param code 0 to 255; 128 and more may be a signal's number and 128, as a shell has it: the JDK
 *     tells no more
 */
public record ExitStatus(int code) {
  /** Whether it says that all went well. */
  public boolean isSuccess() {
    return code == 0;
  }
}
