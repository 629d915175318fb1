package io.jackfield.reactor;

import io.jackfield.reactor.driver.Outgoing;

/** What is sent as one: see {@link Parts}. */
sealed interface Part permits Part.Bytes, Part.File, Parcel {
  /** Bytes that were written one after the other. */
  record Bytes(Outgoing outgoing) implements Part {}

  /** A part of a file. */
  record File(FileRange range) implements Part {}
}
