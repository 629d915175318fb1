package io.jackfield.cli;

import io.jackfield.reactor.ReactorGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A typed number of event loops: from 1 on, or {@code auto}, one for each processor. */
final class LoopCount implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String typed) {
    if (typed.equals("auto")) {
      return Math.min(Runtime.getRuntime().availableProcessors(), ReactorGroup.MAX_LOOPS);
    }
    int count = WholeNumber.ofInt(typed);
    if (count < 1 || count > ReactorGroup.MAX_LOOPS) {
      throw new TypeConversionException(
          "'" + typed + "' is not a number of loops, 1 to " + ReactorGroup.MAX_LOOPS + " or auto");
    }
    return count;
  }
}
