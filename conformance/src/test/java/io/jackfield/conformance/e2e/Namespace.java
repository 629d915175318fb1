package io.jackfield.conformance.e2e;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.stream.Stream;

/**
 * A network of its own for a child, with nothing in it but loopback: there the services' usual
 * ports are free, and the first 1,024 ports are privileged. Needs root, or a kernel that gives
 * everybody such namespaces; else the test is skipped, in CI it fails.
 */
public enum Namespace {
  OF_ROOT("unshare --net", "nsenter --net --target"),
  OF_ANYBODY(
      "unshare --map-root-user --net", "nsenter --preserve-credentials --user --net --target");

  private final String make;
  private final String enter;

  Namespace(String make, String enter) {
    this.make = make;
    this.enter = enter;
  }

  /** What this machine lets us make. */
  public static Namespace available() {
    Command.need("ip");
    var failures = new StringBuilder();
    for (Namespace one : values()) {
      Finished trial = Command.tool("true").under(one.fresh()).run();
      if (trial.exit() == 0) {
        return one;
      }
      failures.append(trial.err());
    }
    Command.skip("no network namespace to be had: " + failures);
    throw new AssertionError("skip throws");
  }

  /** Has a command run in a new network. */
  public Command fresh() {
    return words(make).and("sh", "-c", "ip link set lo up && exec \"$@\"", "sh");
  }

  /** Has a command run in the network of a running process. */
  public Command of(Child child) {
    return words(enter).and(Long.toString(child.pid()));
  }

  private static Command words(String line) {
    String[] words = line.split(" ", -1);
    return Command.tool(words[0], Stream.of(words).skip(1).toArray(String[]::new));
  }
}
