package io.jackfield.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/reactor.md} shows is a part of an example, which is tested. */
final class RecipesTest {
  private static final Pattern RECIPE = Pattern.compile("(?s)```java\n// (\\w+\\.java)\n(.*?)```");

  @Test
  void eachRecipeIsAPartOfItsExample() throws IOException {
    String page = Files.readString(Example.HOME.resolve("docs/reactor.md"));
    List<String> examples = new ArrayList<>();
    RECIPE
        .matcher(page)
        .results()
        .forEach(recipe -> {
          examples.add(recipe.group(1));
          String code = bare(source(recipe.group(1)));
          // An ellipsis stands for what is left out.
          assertThat(code).containsSubsequence(bare(recipe.group(2)).split("…", -1));
        });
    assertThat(examples).hasSize(page.split("```java", -1).length - 1).isNotEmpty();
  }

  @Test
  void eachExampleIsInTheTable() throws IOException {
    String page = Files.readString(Example.HOME.resolve("docs/reactor.md"));
    try (Stream<Path> all = Files.list(Example.HOME.resolve("examples"))) {
      assertThat(all).allMatch(file -> page.contains("](../examples/" + file.getFileName() + ")"));
    }
  }

  private static String source(String name) {
    try {
      return Files.readString(Example.HOME.resolve("examples").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bare(String code) {
    return code.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
