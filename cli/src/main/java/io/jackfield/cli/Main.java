package io.jackfield.cli;

import io.jackfield.service.client.OutputClosedException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the command starts. */
public final class Main {
  private Main() {}

  /** Runs the command that {@code args} say; ends the process with its exit code. */
  public static void main(String[] args) {
    // Numbers look the same everywhere: scripts read them.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    Recordings.observe();
    String[] meant = meant(args);
    var output = StandardOutput.installed();
    CommandLine command = commandLine(meant);
    int exit = command.execute(meant);
    // What could not be printed is a failure too, of a help text as of data.
    boolean failed = System.out.checkError();
    String trouble = output.trouble();
    if (trouble != null) {
      System.err.println(name(command.getParseResult()) + ": " + trouble);
    }
    System.exit(failed && exit == Exit.DONE ? Exit.FAILED : exit);
  }

  /** Of the command that was run. */
  private static String name(CommandLine.@Nullable ParseResult parsed) {
    CommandLine.ParseResult last = parsed;
    while (last != null && last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last == null ? "jackfield" : last.commandSpec().qualifiedName();
  }

  /** What was meant by {@code help} and {@code help serve}: the same as of {@code --help}. */
  static String[] meant(String... args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    return Stream.concat(
            Arrays.stream(args).skip(1).filter(word -> !word.equals("--help")), Stream.of("--help"))
        .toArray(String[]::new);
  }

  /** What reads these arguments. */
  static CommandLine commandLine(String... args) {
    return withNumbers(RootCommand.with(args.length == 0 ? null : args[0]))
        .setParameterExceptionHandler(Main::usageError)
        .setExecutionExceptionHandler(Main::failure)
        .setCaseInsensitiveEnumValuesAllowed(false)
        .setUsageHelpAutoWidth(true);
  }

  /** What reads options that are no command's. */
  static CommandLine reading(CommandSpec spec) {
    return withNumbers(new CommandLine(spec));
  }

  private static CommandLine withNumbers(CommandLine command) {
    return command
        .registerConverter(int.class, WholeNumber::ofInt)
        .registerConverter(Integer.class, WholeNumber::ofInt)
        .registerConverter(Long.class, WholeNumber::ofLong);
  }

  private static int usageError(ParameterException error, String[] args) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    if (error instanceof UnmatchedArgumentException unmatched
        && !command.getSubcommands().isEmpty()
        && !unmatched.getUnmatched().getFirst().startsWith("-")) {
      String unknown = unmatched.getUnmatched().getFirst();
      if (NotBuiltYet.COMMANDS.contains(unknown)) {
        err.println(name + ": " + NotBuiltYet.sentence("command '" + unknown + "'"));
        return Exit.LACKING;
      }
      err.println(
          name
              + ": there is no command '"
              + unknown
              + "'"
              + Suggestion.of(unknown, command.getSubcommands().keySet()));
    } else {
      err.println(name + ": " + sentence(error));
    }
    err.println("Try '" + name + " --help'.");
    return Exit.USAGE;
  }

  private static @Nullable String sentence(ParameterException error) {
    CommandLine command = error.getCommandLine();
    if (error instanceof MissingParameterException) {
      // What is missing may be what stands behind the option that was meant.
      return command.getUnmatchedArguments().stream()
          .filter(word -> word.startsWith("-"))
          .findFirst()
          .map(word -> noOption(word, command))
          .orElse(error.getMessage());
    }
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return error.getMessage();
    }
    String first = unmatched.getUnmatched().getFirst();
    return unmatched.isUnknownOption()
        ? noOption(first, command)
        : "one argument too many: '" + first + "'";
  }

  private static String noOption(String typed, CommandLine command) {
    String option = typed.replaceFirst("=.*", "");
    return "there is no option '"
        + option
        + "'"
        + Suggestion.near(option, command.getCommandSpec().optionsMap().keySet());
  }

  private static int failure(Exception error, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    if (error instanceof OutputClosedException closed
        && StandardOutput.isBrokenPipe(closed.getCause())) {
      return Exit.FAILED; // As other tools in a pipe, without a word.
    }
    err.println(name + ": " + Sentences.of(error));
    return switch (error) {
      case CommandException ended -> ended.exit();
      case UnsupportedOperationException _ -> Exit.LACKING;
      default -> Exit.FAILED;
    };
  }
}
