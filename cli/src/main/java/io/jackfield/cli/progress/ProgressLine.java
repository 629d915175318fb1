package io.jackfield.cli.progress;

import io.jackfield.cli.progress.Snapshot.Outcome;
import java.util.OptionalLong;

/**
 * What one line says, for a terminal of any width: the name, a bar, per cent, bytes, the rate, and
 * the time left (at the end the time it took). What there is no room for is left out: first the
 * bar, then the bytes, then rate and time. Does no output.
 */
final class ProgressLine {
  /** Between two columns. */
  private static final String GAP = "  ";

  private static final int PERCENT_COLUMNS = 4;

  /** Percent, rate, time, and the gaps before each. */
  private static final int SHORT_COLUMNS =
      PERCENT_COLUMNS + Quantities.RATE_COLUMNS + Quantities.TIME_COLUMNS + 3 * 2;

  private static final int LONG_COLUMNS = SHORT_COLUMNS + Quantities.BYTES_COLUMNS + 2;

  private static final int NARROWEST_NAME = 8;
  private static final int NARROWEST_BAR = 12;
  private static final int WIDEST_BAR = 40;

  private ProgressLine() {}

  /**
   * A line of at most {@code columns - 1} columns: the last is left free, since many terminals go
   * on to the next line when it is filled.
   */
  static String of(Snapshot at, int columns, Paint paint) {
    int room = Math.max(1, columns - 1);
    String name = TextColumns.harmless(at.name());
    if (at.outcome() instanceof Outcome.Failed(String why)) {
      return failed(name, TextColumns.harmless(why), room, paint);
    }
    if (room < SHORT_COLUMNS + NARROWEST_NAME) {
      int left = room - PERCENT_COLUMNS - 2;
      return left < 1
          ? TextColumns.cut(percent(at).strip(), room)
          : TextColumns.fit(name, left) + GAP + percent(at);
    }
    if (room < LONG_COLUMNS + NARROWEST_NAME) {
      return TextColumns.fit(name, room - SHORT_COLUMNS) + numbers(at, false);
    }
    int left = room - LONG_COLUMNS;
    int bar = Math.min(WIDEST_BAR, left / 2);
    if (at.totalBytes().isEmpty() || bar < NARROWEST_BAR) {
      return TextColumns.fit(name, left) + numbers(at, true);
    }
    return TextColumns.fit(name, left - bar - 2) + GAP + bar(at, bar, paint) + numbers(at, true);
  }

  private static String numbers(Snapshot at, boolean withBytes) {
    String bytes =
        withBytes ? GAP + right(Quantities.bytes(at.doneBytes()), Quantities.BYTES_COLUMNS) : "";
    return GAP
        + percent(at)
        + bytes
        + GAP
        + right(Quantities.rate(at.bytesPerSecond()), Quantities.RATE_COLUMNS)
        + GAP
        + right(Quantities.time(seconds(at)), Quantities.TIME_COLUMNS);
  }

  private static OptionalLong seconds(Snapshot at) {
    return at.outcome() instanceof Outcome.Done
        ? OptionalLong.of(at.elapsed().toSeconds())
        : at.secondsLeft();
  }

  private static String percent(Snapshot at) {
    OptionalLong percent = at.percent();
    return right(percent.isEmpty() ? "" : percent.getAsLong() + "%", PERCENT_COLUMNS);
  }

  private static String bar(Snapshot at, int columns, Paint paint) {
    int inside = columns - 2;
    long percent = at.percent().orElse(0);
    int full = (int) (inside * percent / 100);
    boolean whole = full == inside;
    String done =
        "=".repeat(whole ? full : Math.max(0, full - 1)) + (whole || full == 0 ? "" : ">");
    return "[" + paint.good(done) + " ".repeat(inside - full) + "]";
  }

  private static String failed(String name, String why, int room, Paint paint) {
    int forWhy =
        Math.min(TextColumns.of(why), Math.max(room * 2 / 3, room - 2 - TextColumns.of(name)));
    int forName = room - 2 - forWhy;
    if (forName < 1) {
      return paint.bad(TextColumns.cut(why, room));
    }
    return TextColumns.cut(name, forName) + GAP + paint.bad(TextColumns.cut(why, forWhy));
  }

  private static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - text.length())) + text;
  }

  /** The one line of a transfer that has ended, where no terminal shows it: {@code NAME: …}. */
  static String plain(Snapshot at) {
    String name = TextColumns.harmless(at.name());
    String bytes = Quantities.bytes(at.doneBytes());
    return switch (at.outcome()) {
      case Outcome.Failed(String why) ->
          name + ": failed after " + bytes + ": " + TextColumns.harmless(why);
      case Outcome.Done _, Outcome.Running _ ->
          name
              + ": "
              + bytes
              + " in "
              + Quantities.time(OptionalLong.of(at.elapsed().toSeconds()))
              + ", "
              + Quantities.rate(at.bytesPerSecond());
    };
  }
}
