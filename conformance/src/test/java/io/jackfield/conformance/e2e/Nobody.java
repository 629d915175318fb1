package io.jackfield.conformance.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A user without any privilege. */
final class Nobody {
  private static final String[] WITHOUT_PRIVILEGE = {
    "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all"
  };

  private Nobody() {}

  /**
   * Has a command run by such a user where the tests run as root; elsewhere their user is one.
   * Skips the test if that user may not even read the program.
   */
  static Command runs(Command command) {
    if (!"root".equals(System.getProperty("user.name"))) {
      return command;
    }
    Command setpriv = Command.tool("setpriv", WITHOUT_PRIVILEGE);
    int readable = Command.jackfield("--version").under(setpriv).run().exit();
    assumeTrue(readable == 0, "this folder is not for everybody to read");
    return command.under(setpriv);
  }
}
