package io.jackfield.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A typed number of seconds with or without a fraction, from none to a year: {@code 0.2}. */
final class DecimalSeconds implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final int NANO_DIGITS = 9;

  @Override
  public Duration convert(String typed) {
    if (FORM.matcher(typed).matches()) {
      BigDecimal nanos = new BigDecimal(typed).movePointRight(NANO_DIGITS);
      Duration seconds = Duration.ofNanos(nanos.longValueExact());
      if (seconds.compareTo(LONGEST) <= 0) {
        return seconds;
      }
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a number of seconds, 0 to " + LONGEST.toSeconds());
  }
}
