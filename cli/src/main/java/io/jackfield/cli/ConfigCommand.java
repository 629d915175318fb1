package io.jackfield.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jackfield config check FILE} and {@code jackfield config sample}. */
@Command(
    name = "config",
    addMethodSubcommands = false,
    description = "Checks a configuration file for 'up', or prints one to begin with.",
    synopsisSubcommandLabel = "(check FILE | sample)",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    subcommands = {ConfigCommand.Check.class, ConfigCommand.Sample.class},
    footer = {
      "",
      "Examples:",
      "  jackfield config sample > jackfield.toml",
      "  jackfield config check jackfield.toml",
      "  jackfield up --config jackfield.toml"
    })
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say 'check FILE' or 'sample'");
  }

  /** Reads a file and all that it names. */
  @Command(
      name = "check",
      addMethodSubcommands = false,
      description = "Reads a file and the files it names; starts nothing.",
      mixinStandardHelpOptions = true,
      versionProvider = RootCommand.Version.class)
  static final class Check implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "What 'up --config' would be given.")
    private Path file;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      try {
        int count = Configuration.read(file, List.of()).services().size();
        spec.commandLine()
            .getOut()
            .printf("%s: good, %d service%s%n", file, count, count == 1 ? "" : "s");
        return Exit.DONE;
      } catch (IOException e) { // One sentence a line: each names the file.
        spec.commandLine().getErr().println(e.getMessage());
        return Exit.FAILED;
      }
    }
  }

  /** Prints the sample. */
  @Command(
      name = "sample",
      addMethodSubcommands = false,
      description =
          "Prints a file with every key explained, that serves what 'up' does without one.",
      mixinStandardHelpOptions = true,
      versionProvider = RootCommand.Version.class)
  static final class Sample implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
      try (@Nullable InputStream sample =
          ConfigCommand.class.getResourceAsStream("config/sample.toml")) {
        if (sample == null) {
          throw new IOException("the sample is missing in this build");
        }
        sample.transferTo(System.out);
      }
      System.out.flush();
      return Exit.DONE;
    }
  }
}
