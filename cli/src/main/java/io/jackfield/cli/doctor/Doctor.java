package io.jackfield.cli.doctor;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks all checks. */
public final class Doctor {
  private Doctor() {}

  /** What they find on this machine. Opens sockets and reads files, and leaves nothing behind. */
  public static List<Finding> examine(KernelFiles kernel) {
    return Stream.of(
            new MachineChecks(kernel).findings(),
            new SocketChecks(kernel).findings(),
            new LimitChecks(kernel).findings(),
            new KernelChecks(kernel, Doctor::openIoUring).findings())
        .flatMap(List::stream)
        .toList();
  }

  private static String openIoUring() throws IOException {
    try (Driver driver = Drivers.ioUring()) {
      return "event loops use it (--driver " + driver.name() + ")";
    }
  }

  /**
   * A line each, aligned, and a last one that sums them up.
   *
   * @param columns what is wider is broken; {@link Integer#MAX_VALUE} for nothing
   */
  public static String report(List<Finding> findings, int columns) {
    int width = findings.stream().mapToInt(finding -> finding.name().length()).max().orElse(1);
    String lines =
        findings.stream()
            .map(finding -> finding.line(width, columns) + "\n")
            .collect(Collectors.joining());
    String lacking =
        findings.stream()
            .filter(Finding::isLack)
            .map(Finding::name)
            .collect(Collectors.joining(", "));
    return lines
        + (lacking.isEmpty()
            ? "\nAll that Jackfield needs is there.\n"
            : "\nJackfield cannot do without: " + lacking + ".\n");
  }
}
