package io.jackfield.conformance.examples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Programs of the folder {@code examples} as processes, on the jars that the build has made: run by
 * the command line that their first lines say.
 */
final class Example {
  static final Path HOME = Path.of(requireNonNull(System.getProperty("jackfield.home")));
  private static final Pattern PORT = Pattern.compile("listening on /127\\.0\\.0\\.1:(\\d+)\n");
  private static final Pattern COMMAND_LINE = Pattern.compile("java (-.*? examples/\\S+)");

  private Example() {}

  /**
   * One with arguments.
   *
   * @param name its path in the folder, without the ending: {@code reactor/Echo}
   */
  static Command of(String name, Object... arguments) {
    String file = "examples/" + name + ".java";
    Matcher line = COMMAND_LINE.matcher(comment(HOME.resolve(file)));
    assertThat(line.find()).as("%s begins with its command line", file).isTrue();
    String[] words = line.group(1).split(" +", -1);
    assertThat(words[words.length - 1]).isEqualTo(file);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Command.tool("env", "-C", HOME.toString(), java)
        .and(words)
        .and(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
  }

  /** The same, its loop not allowed to carry virtual threads. */
  static Command withoutOpenPackages(String name) {
    Command all = of(name);
    List<String> words = all.words().stream().filter(word -> !word.contains("-opens=")).toList();
    assertThat(words).hasSize(all.words().size() - 1);
    return new Command(words, all.environment());
  }

  /** What a program's first lines say, as one line. */
  private static String comment(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .takeWhile(line -> line.startsWith("//"))
          .map(line -> line.substring(2).strip())
          .collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it says that it listens. */
  static int port(Child server) {
    return Integer.parseInt(server.out().await(PORT).group(1));
  }

  /** What {@code nc} gets for {@code said}, after which it says no more. */
  static String netcat(int port, String said) {
    return Command.tool("nc", "-N", "127.0.0.1", "" + port).run(said).out();
  }
}
