package io.jackfield.conformance.examples;

import static java.util.Objects.requireNonNull;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Programs of the folder {@code examples} as processes, on the jars that the build has made. */
final class Example {
  static final Path HOME = Path.of(requireNonNull(System.getProperty("jackfield.home")));
  private static final Pattern PORT = Pattern.compile("listening on /127\\.0\\.0\\.1:(\\d+)\n");

  private Example() {}

  /** One on the kernel's sockets. */
  static Command of(String name, Object... arguments) {
    return onKernel()
        .and("examples/" + name + ".java")
        .and(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
  }

  /** The same, its loop allowed to carry virtual threads. */
  static Command carrying(String name) {
    return onKernel()
        .and("--add-opens=java.base/java.lang=io.jackfield.reactor", "examples/" + name + ".java");
  }

  private static Command onKernel() {
    return java("cli/target/app", "io.jackfield.reactor")
        .and("--enable-native-access=io.jackfield.socket");
  }

  /** One on the simulated network. */
  static Finished simulated(String name) {
    return java("cli/target/app:testkit/target/jackfield-testkit.jar", "io.jackfield.testkit")
        .and("examples/" + name + ".java")
        .run();
  }

  private static Command java(String path, String module) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Command.tool("env", "-C", HOME.toString(), java)
        .and("-p", path, "--add-modules", module);
  }

  /** Where it says that it listens. */
  static int port(Child server) {
    return Integer.parseInt(server.out().await(PORT).group(1));
  }
}
