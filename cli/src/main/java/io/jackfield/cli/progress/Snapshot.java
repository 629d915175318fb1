package io.jackfield.cli.progress;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How far one transfer is.
 *
 * @param name what it is called; any text
 * @param doneBytes how many bytes are there, those of an earlier attempt included
 * @param totalBytes how many there will be, if that is known
 * @param bytesPerSecond at present; at the end, on the whole
 * @param elapsed since it began
 * @param outcome how it went
 */
record Snapshot(
    String name,
    long doneBytes,
    OptionalLong totalBytes,
    long bytesPerSecond,
    Duration elapsed,
    Outcome outcome) {

  /** How it went. */
  sealed interface Outcome {
    /** It still runs. */
    record Running() implements Outcome {}

    /** All is there. */
    record Done() implements Outcome {}

    /**
     * It ended too early.
     *
     * @param why in a few words
     */
    record Failed(String why) implements Outcome {}
  }

  /** How much of it is there, rounded down; empty where the total is not known. */
  OptionalLong percent() {
    if (totalBytes.isEmpty()) {
      return OptionalLong.empty();
    }
    long total = totalBytes.getAsLong();
    if (doneBytes >= total) {
      return OptionalLong.of(100);
    }
    // One byte missing of a terabyte is not all of it.
    return OptionalLong.of(Math.clamp((long) (doneBytes / (total / 100.0)), 0, 99));
  }

  /** How long it will still take at this rate; empty where that cannot be told. */
  OptionalLong secondsLeft() {
    if (totalBytes.isEmpty() || bytesPerSecond <= 0) {
      return OptionalLong.empty();
    }
    long missing = Math.max(0, totalBytes.getAsLong() - doneBytes);
    return OptionalLong.of(Math.ceilDiv(missing, bytesPerSecond));
  }
}
