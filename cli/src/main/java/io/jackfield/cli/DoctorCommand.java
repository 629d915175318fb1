package io.jackfield.cli;

import io.jackfield.cli.doctor.Doctor;
import io.jackfield.cli.doctor.Finding;
import io.jackfield.cli.doctor.KernelFiles;
import io.jackfield.socket.StandardStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code jackfield doctor}. */
@Command(
    name = "doctor",
    addMethodSubcommands = false,
    description = "Shows what this kernel, this JDK and this user may do.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "A line each: 'ok'; 'no' with the reason and what to do; '--' if nobody knows.",
      "At a terminal long ones are broken, in a pipe they are not.",
      "Exit code 0, or 4 where something is missing that nothing works without.",
      "",
      "Examples:",
      "  jackfield doctor",
      "  jackfield doctor | grep ^no     only what is not there"
    })
final class DoctorCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    List<Finding> findings = Doctor.examine(KernelFiles.real());
    System.out.print(Doctor.report(findings, Columns.of(StandardStream.OUTPUT)));
    System.out.flush();
    return findings.stream().anyMatch(Finding::isLack) ? Exit.LACKING : Exit.DONE;
  }
}
