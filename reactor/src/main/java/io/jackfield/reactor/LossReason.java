package io.jackfield.reactor;

import java.time.Duration;

/** Why a connection is no more. */
public sealed interface LossReason {
  /** It ended in order: both sides had said what they had to say, or we closed it. */
  record Done() implements LossReason {}

  /**
   * It broke.
   *
   * @param cause an {@link java.io.IOException} of the connection's, or what a callback threw
   */
  record Lost(Throwable cause) implements LossReason {}

  /** We tore it down by {@link Transport#abort}. */
  record Aborted() implements LossReason {}

  /**
   * Something took too long.
   *
   * @param what it was, in a few words: {@code close}
   * @param after the limit
   */
  record TimedOut(String what, Duration after) implements LossReason {}
}
