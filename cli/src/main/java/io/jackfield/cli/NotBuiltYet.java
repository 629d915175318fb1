package io.jackfield.cli;

import java.util.Set;

/** What is promised and not there yet: asked for, it ends with {@link Exit#LACKING}. */
final class NotBuiltYet {
  static final Set<String> COMMANDS = Set.of("get", "bench", "top", "trace", "nc");

  static final Set<String> SERVICES = Set.of("web", "chat", "mail");

  private NotBuiltYet() {}

  static String sentence(String what) {
    return part(what) + "; nothing was started";
  }

  /** Of something that is done without it. */
  static String part(String what) {
    return what + " is not built yet in this version";
  }

  static CommandException of(String what) {
    return new CommandException(Exit.LACKING, sentence(what));
  }
}
