package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code [Fri Nov 6 02:57:05 2026] } before an answer: its form to the byte, its plausibility.
 */
public final class Stamp {
  /** Its length, brackets and space included. */
  public static final int BYTES = 27;

  private static final Pattern FORM =
      Pattern.compile(
          "\\[((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
              + " (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
              + " (?: [1-9]|[12]\\d|3[01]) \\d\\d:\\d\\d:\\d\\d \\d{4})\\] ");

  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);

  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private Stamp() {}

  /** What follows the stamp that {@code answer} begins with: the time it is now, here. */
  public static String after(String answer) {
    return after(answer, ZoneId.systemDefault());
  }

  /** What follows the stamp that {@code answer} begins with: the time it is now in {@code zone}. */
  static String after(String answer, ZoneId zone) {
    Matcher stamp = FORM.matcher(answer);
    assertThat(stamp.lookingAt()).as("begins with a time stamp: %s", answer).isTrue();
    // Parsing checks the weekday against the date as well.
    var told = LocalDateTime.parse(stamp.group(1), CTIME);
    assertThat(Duration.between(told, LocalDateTime.now(zone)).abs()).isLessThan(TOLERANCE);
    return answer.substring(stamp.end());
  }

  /** What stands between the stamps of several answers; a stamp within the data would split it. */
  public static List<String> split(String answers) {
    var parts = new ArrayList<String>();
    for (String rest = answers; !rest.isEmpty(); ) {
      rest = after(rest);
      Matcher next = FORM.matcher(rest);
      int end = next.find() ? next.start() : rest.length();
      parts.add(rest.substring(0, end));
      rest = rest.substring(end);
    }
    return parts;
  }
}
