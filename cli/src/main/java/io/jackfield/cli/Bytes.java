package io.jackfield.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A typed number of bytes, with a unit of 1,024 or a power of it: {@code 500}, {@code 10M}. */
final class Bytes implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,19})([KMGT]?)");
  private static final String UNITS = "KMGT";

  @Override
  public Long convert(String typed) {
    Matcher parts = FORM.matcher(typed);
    if (parts.matches()) {
      try {
        int unit = parts.group(2).isEmpty() ? 0 : UNITS.indexOf(parts.group(2)) + 1;
        return Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << (10 * unit));
      } catch (ArithmeticException | NumberFormatException e) {
        throw new TypeConversionException("'" + typed + "' is out of range");
      }
    }
    throw new TypeConversionException(
        "'" + typed + "' is not a number of bytes, as in 500, 10K, 20M, 2G or 1T");
  }
}
