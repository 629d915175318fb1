package io.jackfield.reactor;

import java.io.IOException;

/** What became of a message given to {@link DatagramTransport#send}. */
public sealed interface SendOutcome {
  /** The kernel has it. */
  record Sent() implements SendOutcome {}

  /** It waits for room in the kernel, or to go together with others of this turn; in order. */
  record Queued() implements SendOutcome {}

  /**
   * It was not taken: the queue is full.
   *
   * @param messages how many wait
   * @param bytes how many bytes those have
   */
  record QueueFull(int messages, long bytes) implements SendOutcome {}

  /**
   * The kernel refused it, as one that is too long for UDP.
   *
   * @param cause says why, with the errno
   */
  record Failed(IOException cause) implements SendOutcome {}

  /** It was dropped: the port is closed, or is being closed. */
  record Dropped() implements SendOutcome {}

  /** Whether the port has taken it over: sent or queued. */
  default boolean isTaken() {
    return this instanceof Sent || this instanceof Queued;
  }
}
