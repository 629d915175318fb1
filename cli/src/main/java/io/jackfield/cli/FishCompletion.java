package io.jackfield.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What the shell fish completes, a line a word: commands and those within them, their options, and
 * what these take where it is known. Source: complete(1) of fish.
 */
final class FishCompletion {
  private static final String PROGRAM = "jackfield";

  private final StringBuilder script = new StringBuilder("# Completion of jackfield for fish.\n");

  private FishCompletion() {}

  static String of(CommandLine root) {
    var completion = new FishCompletion();
    completion.script.append("complete -c " + PROGRAM + " -f\n");
    completion.within(root.getCommandSpec(), List.of());
    return completion.script.toString();
  }

  private void within(CommandSpec spec, List<String> path) {
    String here = condition(spec, path);
    for (CommandLine each : spec.subcommands().values()) {
      CommandSpec sub = each.getCommandSpec();
      line(here, " -a " + quoted(sub.name()) + described(sub.usageMessage().description()));
      var deeper = new ArrayList<>(path);
      deeper.add(sub.name());
      within(sub, deeper);
    }
    for (OptionSpec option : spec.options()) {
      line(here, names(option) + values(option) + described(option.description()));
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      if (parameter.completionCandidates() != null || isFile(parameter)) {
        line(here, values(parameter));
      }
    }
  }

  /** Within a command, and not yet within one of its own. */
  private static String condition(CommandSpec spec, List<String> path) {
    var condition = new StringBuilder();
    for (String command : path) {
      condition.append(condition.isEmpty() ? "" : "; and ");
      condition.append("__fish_seen_subcommand_from ").append(command);
    }
    if (!spec.subcommands().isEmpty()) {
      condition.append(condition.isEmpty() ? "" : "; and ");
      condition
          .append("not __fish_seen_subcommand_from ")
          .append(String.join(" ", spec.subcommands().keySet()));
    }
    return condition.toString();
  }

  private static String names(OptionSpec option) {
    var names = new StringBuilder();
    for (String name : option.names()) {
      names.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    return names.toString();
  }

  private static String values(ArgSpec argument) {
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) {
      return (argument.isOption() ? " -x" : "") + " -a " + quoted(String.join(" ", candidates));
    }
    if (isFile(argument)) {
      return argument.isOption() ? " -r -F" : " -F";
    }
    return argument.isOption() && argument.arity().max() > 0 ? " -x" : "";
  }

  private static boolean isFile(ArgSpec argument) {
    return Path.class.isAssignableFrom(argument.type());
  }

  private static String described(String[] description) {
    if (description.length == 0) {
      return "";
    }
    String first = String.join(" ", description).replaceAll("\\s+", " ");
    int end = first.indexOf(". ");
    String sentence = end < 0 ? first : first.substring(0, end + 1);
    return " -d " + quoted(sentence.replaceAll(" ?\\([^()]*\\$\\{[^()]*\\)| ?\\$\\{[^}]*}", ""));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  private void line(String condition, String rest) {
    script.append("complete -c " + PROGRAM);
    if (!condition.isEmpty()) {
      script.append(" -n ").append(quoted(condition));
    }
    script.append(rest).append('\n');
  }
}
