package io.jackfield.reactor;

import java.nio.ByteBuffer;

/**
 * What to do as a child process goes on. The order is always {@link #started}, then any number of
 * the others, then {@link #ended} once; {@link #exited} comes once too, before it.
 *
 * <p>All methods are called by the loop's thread and must not wait. One that throws is logged, and
 * what it was told of is closed; the process goes on, but for {@link #started}, after which it is
 * killed. Source: Twisted's {@code IProcessProtocol}.
 */
public interface ProcessProtocol {
  /** The process runs; {@code child} is how to write to it and to end it. */
  default void started(ChildProcess child) {}

  /**
   * The process has written to its standard output; both streams come by this in a terminal.
   *
   * @param data at least one byte; read-only, and valid during the call alone
   */
  default void outputReceived(ByteBuffer data) {}

  /** The process has written to its standard error. As above. */
  default void errorReceived(ByteBuffer data) {}

  /** Its standard output is closed. */
  default void outputEnded() {}

  /** Its standard error is closed. */
  default void errorEnded() {}

  /** Its standard input is closed, by us or by it; what is written now is dropped. */
  default void inputLost(LossReason reason) {}

  /** What waits to be written to it exceeds the high mark. */
  default void writePaused() {}

  /** After {@link #writePaused}: it has come down to the low mark. */
  default void writeResumed() {}

  /** It has exited; what it wrote may still be on its way, as may what its own children write. */
  default void exited(ExitStatus status) {}

  /** It has exited, and all its streams are closed: nothing more will be told. */
  default void ended(ExitStatus status) {}
}
