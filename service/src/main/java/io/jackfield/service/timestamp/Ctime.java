package io.jackfield.service.timestamp;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZonedDateTime;

/**
 * C's 24-character form of a time, {@code Fri Nov 6 02:57:05 2026}, English in every locale.
 * Written by hand: the JDK's formatter would load its locale data first, a third of a start.
 * Source: ctime(3), without its newline.
 */
public final class Ctime {
  private static final String DAYS = "MonTueWedThuFriSatSun";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int NAME = 3;

  private Ctime() {}

  /** The time it is by {@code clock}, in its zone. */
  public static String now(Clock clock) {
    ZonedDateTime at = ZonedDateTime.now(clock);
    var text = new StringBuilder(24);
    int day = (at.getDayOfWeek().getValue() - 1) * NAME;
    int month = (at.getMonthValue() - 1) * NAME;
    text.append(DAYS, day, day + NAME).append(' ').append(MONTHS, month, month + NAME).append(' ');
    twoDigits(text, at.getDayOfMonth(), ' ').append(' ');
    twoDigits(text, at.getHour(), '0').append(':');
    twoDigits(text, at.getMinute(), '0').append(':');
    twoDigits(text, at.getSecond(), '0').append(' ');
    return text.append(at.getYear()).toString();
  }

  private static StringBuilder twoDigits(StringBuilder to, int number, char padding) {
    return number < 10 ? to.append(padding).append(number) : to.append(number);
  }

  /** {@code [ctime] }, as it goes before what was sent. */
  static byte[] prefix(Clock clock) {
    return ("[" + now(clock) + "] ").getBytes(StandardCharsets.US_ASCII);
  }
}
