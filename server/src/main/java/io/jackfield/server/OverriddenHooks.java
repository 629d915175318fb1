package io.jackfield.server;

import java.lang.reflect.Method;
import java.util.Set;

/** Which hooks do something: of the others nobody far away need tell. */
final class OverriddenHooks {
  private static final Set<String> OF_EACH =
      Set.of("verifyRequest", "processRequest", "finishRequest");

  private OverriddenHooks() {}

  /** Whether they want to know of each request, and not of failures alone. */
  static boolean wantEach(ServerHooks<?> hooks) {
    for (Method each : hooks.getClass().getMethods()) {
      if (OF_EACH.contains(each.getName()) && each.getDeclaringClass() != ServerHooks.class) {
        return true;
      }
    }
    return false;
  }
}
