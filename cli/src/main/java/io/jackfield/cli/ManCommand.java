package io.jackfield.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield man [COMMAND…]}. */
@Command(
    name = "man",
    addMethodSubcommands = false,
    description = "Prints a command's manual page, or writes all of them.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "Examples:",
      "  jackfield man serve | man -l -       reads one",
      "  jackfield man --all ~/.local/share/man/man1",
    })
final class ManCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "COMMAND",
      arity = "0..*",
      completionCandidates = RootCommand.Names.class,
      description = "Which one: 'serve', 'config check' (default: jackfield itself).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--all",
      paramLabel = "DIR",
      description = "Write the pages of all commands into this folder.")
  private @Nullable Path folder;

  @Override
  public Integer call() throws IOException {
    CommandLine root = Main.commandLine();
    if (folder != null) {
      Files.createDirectories(folder);
      write(root, folder);
      return Exit.DONE;
    }
    PrintStream out = System.out;
    out.print(ManPage.of(find(root)));
    out.flush();
    return Exit.DONE;
  }

  private CommandLine find(CommandLine root) {
    CommandLine found = root;
    boolean isFull = !names.isEmpty() && names.getFirst().equals(root.getCommandName());
    for (String name : isFull ? names.subList(1, names.size()) : names) {
      CommandLine next = found.getSubcommands().get(name);
      if (next == null) {
        throw new CommandException(
            Exit.USAGE,
            "there is no command '"
                + name
                + "'"
                + Suggestion.of(name, found.getSubcommands().keySet()));
      }
      found = next;
    }
    return found;
  }

  private static void write(CommandLine command, Path folder) throws IOException {
    Path file = folder.resolve(ManPage.name(command) + ".1");
    Files.writeString(file, ManPage.of(command), StandardCharsets.UTF_8);
    for (CommandLine each : command.getSubcommands().values()) {
      write(each, folder);
    }
  }
}
