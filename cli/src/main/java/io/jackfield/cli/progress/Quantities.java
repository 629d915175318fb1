package io.jackfield.cli.progress;

import java.util.Locale;
import java.util.OptionalLong;

/** Numbers for people, of a width that does not change: sizes, rates, times. */
final class Quantities {
  /** The widest of {@link #bytes}: {@code 1023 KiB}. */
  static final int BYTES_COLUMNS = 8;

  /** The widest of {@link #rate}. */
  static final int RATE_COLUMNS = BYTES_COLUMNS + 2;

  /** The widest of {@link #time}: {@code 99:59:59}. */
  static final int TIME_COLUMNS = 8;

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final long MOST_DAYS = 9_999;

  private Quantities() {}

  /** Three digits of it and the unit, rounded down: {@code 1.25 MiB}, {@code 1023 B}. */
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double value = bytes / (double) (1L << (10 * unit));
    int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    double shift = Math.pow(10, decimals);
    return String.format(
        Locale.ROOT, "%." + decimals + "f %s", Math.floor(value * shift) / shift, UNITS[unit]);
  }

  /** {@code 1.25 MiB/s}. */
  static String rate(long bytesPerSecond) {
    return bytes(bytesPerSecond) + "/s";
  }

  /** {@code 0:07}, {@code 1:02:34}, {@code 12d}; {@code -:--} where it is not known. */
  static String time(OptionalLong wholeSeconds) {
    if (wholeSeconds.isEmpty()) {
      return "-:--";
    }
    long seconds = wholeSeconds.getAsLong();
    long hours = seconds / 3_600;
    if (hours >= 100) {
      long days = hours / 24;
      return days > MOST_DAYS ? "-:--" : days + "d";
    }
    return hours == 0
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", hours, seconds / 60 % 60, seconds % 60);
  }
}
