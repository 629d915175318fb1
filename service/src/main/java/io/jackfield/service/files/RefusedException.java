package io.jackfield.service.files;

import java.io.IOException;

/** The receiver will not have a file, or none at all; the message has its reason. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String why;
  private final boolean isOver;

  /** By the receiver, which ends the conversation with that. */
  RefusedException(String why) {
    this(why, true);
  }

  /**
   * Made with what the receiver gives as the reason.
   *
   * @param isOver whether the conversation is over; else the next file can be announced in it
   */
  RefusedException(String why, boolean isOver) {
    super("the receiver refuses: " + why);
    this.why = why;
    this.isOver = isOver;
  }

  String why() {
    return why;
  }

  boolean isOver() {
    return isOver;
  }
}
