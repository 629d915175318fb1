package io.jackfield.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * README.zh.md says what README.md says: where one is changed and the other is not, this shows it.
 */
final class ReadmeInChineseTest {
  private static final Pattern CODE = Pattern.compile("(?ms)^```(.*?)^```");
  private static final Pattern COMMENT = Pattern.compile("(?m)(^|\\s+)(#|//) .*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^(#+) ");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");
  private static final Pattern TABLE_LINE = Pattern.compile("(?m)^\\|([^|]*)\\|([^|]*)\\|");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern NUMBER = Pattern.compile("\\d([\\d.,]*\\d)?");

  private static String page(String name) throws IOException {
    return Files.readString(Example.HOME.resolve(name));
  }

  private static List<String> all(Pattern what, String in, Function<MatchResult, String> part) {
    return what.matcher(in).results().map(part).toList();
  }

  private static String prose(String page) {
    return CODE.matcher(page).replaceAll("");
  }

  @Test
  void theCodeIsTheSameButForComments() throws IOException {
    Function<MatchResult, String> bare = block -> COMMENT.matcher(block.group(1)).replaceAll("");
    assertThat(all(CODE, page("README.zh.md"), bare))
        .hasSizeGreaterThan(5)
        .isEqualTo(all(CODE, page("README.md"), bare));
  }

  @Test
  void theHeadingsAreOfTheSameDepth() throws IOException {
    assertThat(all(HEADING, prose(page("README.zh.md")), found -> found.group(1)))
        .hasSizeGreaterThan(3)
        .isEqualTo(all(HEADING, prose(page("README.md")), found -> found.group(1)));
  }

  @Test
  void theMapNamesTheSameFoldersAndPackages() throws IOException {
    Function<MatchResult, String> names =
        line -> line.group(1).strip() + " " + line.group(2).strip();
    List<String> english = all(TABLE_LINE, prose(page("README.md")), names);
    List<String> chinese = all(TABLE_LINE, prose(page("README.zh.md")), names);
    assertThat(chinese.subList(1, chinese.size()))
        .hasSizeGreaterThan(10)
        .isEqualTo(english.subList(1, english.size()));
  }

  /** In another order, perhaps: its sentences are others. */
  @Test
  void itLinksAndNamesTheSame() throws IOException {
    String english = prose(page("README.md"));
    String chinese = prose(page("README.zh.md"));
    assertThat(all(LINK, chinese, found -> found.group(1)))
        .contains("README.md")
        .containsAll(all(LINK, english.replace("](README.zh.md)", ""), found -> found.group(1)));
    assertThat(english).contains("](README.zh.md)");
    assertThat(all(SPAN, chinese, found -> found.group(1)))
        .containsExactlyInAnyOrderElementsOf(all(SPAN, english, found -> found.group(1)));
  }

  private static List<String> numbers(String name) throws IOException {
    String bare = LINK.matcher(SPAN.matcher(prose(page(name))).replaceAll("")).replaceAll("]");
    return all(NUMBER, bare, MatchResult::group);
  }

  @Test
  void theNumbersAreTheSame() throws IOException {
    assertThat(numbers("README.zh.md"))
        .hasSizeGreaterThan(5)
        .containsExactlyInAnyOrderElementsOf(numbers("README.md"));
  }
}
