package io.jackfield.reactor;

import java.nio.ByteBuffer;

/** A child process, as its {@link ProcessProtocol} sees it. For the loop's thread. */
public interface ChildProcess {
  /** Its number. */
  long pid();

  /** Whether it has not been told that it exited. */
  boolean isAlive();

  /**
   * Writes to its standard input, in order. Dropped once that is closed.
   *
   * @throws WriteLimitException as {@link Transport#write}
   */
  void write(ByteBuffer data);

  /** How many bytes wait to be written. */
  long bufferedBytes();

  /**
   * Closes its standard input, once all is written; a terminal is sent its end-of-file character.
   */
  void endInput();

  /** Reads none of its output and error until {@link #resumeReading}; it is held up in the end. */
  void pauseReading();

  void resumeReading();

  /**
   * Sends it a signal, or its whole group if it {@linkplain ProcessOptions#ownGroup has one of its
   * own}. Does nothing once it has exited.
   *
   * @param name without its prefix: {@code HUP}, {@code INT}, {@code TERM}, {@code USR1}
   * @throws IllegalArgumentException if there is no such signal
   */
  void signal(String name);

  /** Ends it at once: {@code KILL}. */
  default void kill() {
    signal("KILL");
  }

  /**
   * Tells a process in a terminal how large that is.
   *
   * @throws IllegalStateException if it has none
   */
  void terminalSize(int rows, int columns);

  /** Stops reading its output and error: what it writes from now on fails. */
  void closeOutputs();

  /** Where it was started. */
  Reactor reactor();
}
