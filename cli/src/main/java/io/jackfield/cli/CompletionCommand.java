package io.jackfield.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code jackfield completion SHELL}. */
@Command(
    name = "completion",
    addMethodSubcommands = false,
    description = "Prints what has a shell complete commands, options and services.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  source <(jackfield completion bash)                for this bash or zsh",
      "  jackfield completion zsh > ~/.jackfield.zsh        'source' it in ~/.zshrc",
      "  dir=~/.local/share/bash-completion/completions     where bash looks for it",
      "  jackfield completion bash > $dir/jackfield",
      "  jackfield completion fish > ~/.config/fish/completions/jackfield.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = Shells.class,
      description = "Which one: ${COMPLETION-CANDIDATES}.")
  private String shell;

  /** Those there is something for. */
  static final class Shells extends Words {
    Shells() {
      super(List.of("bash", "zsh", "fish"));
    }
  }

  @Override
  public Integer call() {
    CommandLine all = Main.commandLine();
    PrintStream out = System.out;
    out.print(
        switch (shell) {
          case "bash", "zsh" -> AutoComplete.bash("jackfield", all); // It knows which it is in.
          case "fish" -> FishCompletion.of(all);
          default ->
              throw new CommandException(
                  Exit.USAGE,
                  "there is nothing for the shell '" + shell + "'; there are: bash, zsh, fish");
        });
    out.flush();
    return Exit.DONE;
  }
}
