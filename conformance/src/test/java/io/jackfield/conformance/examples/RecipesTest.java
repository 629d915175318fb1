package io.jackfield.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages show is a part of an example or of a test, as its first line says. */
final class RecipesTest {
  private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!\\w+:)([^)#\\s]*)(#[^)\\s]+)?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern FILE = Pattern.compile("// (\\S+\\.java)");

  /** The README and all of {@code docs} but the decisions, as paths. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Example.HOME.resolve("docs"))) {
      Stream<Path> all =
          Stream.concat(
              Stream.of(Example.HOME.resolve("README.md")), docs.filter(Files::isRegularFile));
      return all.map(Example.HOME::relativize).sorted().toList();
    }
  }

  private static String text(Path page) throws IOException {
    return Files.readString(Example.HOME.resolve(page));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void eachSnippetIsAPartOfTheFileThatItNames(Path page) throws IOException {
    for (String snippet : snippets(text(page))) {
      var named = FILE.matcher(snippet);
      assertThat(named.lookingAt()).as("its first line names a file: %s", snippet).isTrue();
      String code = bare(Files.readString(source(named.group(1))));
      // An ellipsis stands for what is left out.
      assertThat(code).containsSubsequence(bare(snippet.substring(named.end())).split("…", -1));
    }
  }

  @Test
  void thePagesWithoutTheirExamplesWouldNotPassUnseen() throws IOException {
    assertThat(snippets(text(Path.of("README.md")))).hasSizeGreaterThanOrEqualTo(3);
    assertThat(snippets(text(Path.of("docs/reactor.md")))).hasSizeGreaterThan(10);
    assertThat(snippets(text(Path.of("docs/recipes.md")))).hasSizeGreaterThan(10);
  }

  @Test
  void eachExampleIsInATable() throws IOException {
    String tables = text(Path.of("docs/reactor.md")) + text(Path.of("docs/recipes.md"));
    try (Stream<Path> all = Files.walk(Example.HOME.resolve("examples"))) {
      assertThat(all.filter(file -> file.toString().endsWith(".java")))
          .hasSizeGreaterThan(30)
          .allMatch(file -> tables.contains("](../" + Example.HOME.relativize(file) + ")"));
    }
  }

  /** A file, and below it a heading where the link names one. */
  @Test
  void eachLinkLeadsSomewhere() throws IOException {
    var all = new ArrayList<>(pages());
    all.addAll(List.of(Path.of("README.zh.md"), Path.of("CONTRIBUTING.md")));
    for (Path page : all) {
      for (MatchResult link : LINK.matcher(text(page)).results().toList()) {
        String target = link.group(1).isEmpty() ? page.getFileName().toString() : link.group(1);
        Path file = Example.HOME.resolve(page).resolveSibling(target);
        assertThat(file).as("%s in %s", link.group(), page).exists();
        if (link.group(2) != null) {
          assertThat(headings(Files.readString(file))).contains(link.group(2).substring(1));
        }
      }
    }
  }

  /** As links name them. */
  private static List<String> headings(String page) {
    return HEADING
        .matcher(page)
        .results()
        .map(found -> found.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
        .toList();
  }

  private static List<String> snippets(String page) {
    return SNIPPET.matcher(page).results().map(found -> found.group(1)).toList();
  }

  /** An example by its path, or a test by its name. */
  private static Path source(String name) {
    Path example = Example.HOME.resolve("examples").resolve(name);
    if (Files.exists(example)) {
      return example;
    }
    for (String module : List.of("reactor", "server", "service", "conformance")) {
      try (Stream<Path> tests = Files.walk(Example.HOME.resolve(module).resolve("src/test/java"))) {
        var found = tests.filter(file -> file.endsWith(name)).findFirst();
        if (found.isPresent()) {
          return found.get();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new AssertionError("neither an example nor a test: " + name);
  }

  private static String bare(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
