package io.jackfield.cli;

import io.jackfield.server.WorkerOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A typed number of worker processes, from 1 on. */
final class WorkerCount implements ITypeConverter<Integer> {
  @Override
  public Integer convert(String typed) {
    int count = WholeNumber.ofInt(typed);
    if (count < 1 || count > WorkerOptions.MAX_WORKERS) {
      throw new TypeConversionException(
          "'" + typed + "' is not a number of workers, 1 to " + WorkerOptions.MAX_WORKERS);
    }
    return count;
  }
}
