package io.jackfield.conformance.reactor.peers;

import static java.util.Objects.requireNonNull;

import io.jackfield.conformance.e2e.Command;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;

/** Programs of these tests in a JVM of their own: a process has one network. */
public final class OtherNetwork {
  private OtherNetwork() {}

  /** {@code main} of a test's class, with all that the command has. */
  public static Command program(Class<?> main, List<String> arguments) {
    Path home = Path.of(requireNonNull(System.getProperty("jackfield.home")));
    String classes =
        "%s:%s:%s"
            .formatted(
                home.resolve("conformance/target/test-classes"),
                home.resolve("cli/target/app/*"),
                assertions());
    return Command.tool("env", Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .and("--enable-native-access=ALL-UNNAMED", "-cp", classes, main.getName())
        .and(arguments.toArray(String[]::new));
  }

  private static Path assertions() {
    try {
      return Path.of(Assertions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
