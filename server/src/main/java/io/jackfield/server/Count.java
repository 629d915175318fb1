package io.jackfield.server;

import java.util.Locale;

/** What {@link ServerCounts} counts. */
enum Count {
  TAKEN,
  REFUSED,
  OVERLOADED,
  FAILED,
  TIMED_OUT,
  TOO_LONG,
  DROPPED,
  NOT_TAKEN,
  CUT;

  /** As it is written: {@code timed out}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
