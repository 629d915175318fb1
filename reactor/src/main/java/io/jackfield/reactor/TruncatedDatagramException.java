package io.jackfield.reactor;

/** A message was longer than the room for it; the rest is lost. */
public final class TruncatedDatagramException extends IllegalStateException {
  TruncatedDatagramException(int length, int room) {
    super("a message of " + length + " bytes was cut to " + room);
  }
}
