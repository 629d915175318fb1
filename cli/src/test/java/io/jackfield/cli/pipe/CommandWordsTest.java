package io.jackfield.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandWordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "cat # cat",
        "  tr a-z  A-Z # tr;a-z;A-Z",
        "a 'b c' \"d e\" # a;b c;d e",
        "a'b'\"c\" # abc",
        "a '' b # a;;b",
        "a\\ b # a b",
        "'a\\b' \"a\\\"b\" # a\\b;a\"b",
        "\"it's\" # it's",
        "a\\ # a\\"
      })
  void spacesPartThemUnlessTheyAreQuoted(String line, String words) {
    assertThat(CommandWords.of(line)).isEqualTo(List.of(words.split(";", -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "a 'b", "a \"b"})
  void whatIsNoCommandIsRefused(String line) {
    assertThatThrownBy(() -> CommandWords.of(line)).isInstanceOf(IllegalArgumentException.class);
  }
}
