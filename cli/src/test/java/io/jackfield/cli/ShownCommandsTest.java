package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jackfield.cli.pipe.CommandWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The command lines that help texts and documents show are understood. */
final class ShownCommandsTest {
  private static final Pattern COMMAND = Pattern.compile("(?:^|[ (/])jackfield ([a-z-].*)");

  /** What stands behind a command: a pipe, a file, a comment, or what it does. */
  private static final Pattern BEHIND = Pattern.compile("( [|<>] | #|\\)|\\s{2,}).*");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```");

  private static List<String> commands(Stream<String> lines) {
    return lines
        .flatMap(line -> COMMAND.matcher(line).results())
        .map(found -> BEHIND.matcher(found.group(1)).replaceFirst(""))
        .toList();
  }

  private static void assertUnderstood(String command) {
    String[] words = CommandWords.of(command).toArray(String[]::new);
    assertThatCode(() -> Main.commandLine(words).parseArgs(words))
        .as("jackfield %s", command)
        .doesNotThrowAnyException();
  }

  private static List<String> examples(CommandLine command) {
    List<String> footer = List.of(command.getCommandSpec().usageMessage().footer());
    var found =
        new ArrayList<>(commands(footer.stream().dropWhile(line -> !line.equals("Examples:"))));
    command.getSubcommands().values().forEach(sub -> found.addAll(examples(sub)));
    return found;
  }

  @Test
  void thoseOfTheHelpTextsAre() {
    assertThat(examples(Main.commandLine()))
        .hasSizeGreaterThan(40)
        .allSatisfy(ShownCommandsTest::assertUnderstood);
  }

  @Test
  void thoseOfTheDocumentsAre() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> docs = Files.list(Path.of("../docs"))) {
      for (Path page : Stream.concat(Stream.of(Path.of("../README.md")), docs).toList()) {
        if (page.toString().endsWith(".md")) {
          BLOCK
              .matcher(Files.readString(page))
              .results()
              .forEach(block -> found.addAll(commands(block.group(1).lines())));
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(10).allSatisfy(ShownCommandsTest::assertUnderstood);
  }
}
