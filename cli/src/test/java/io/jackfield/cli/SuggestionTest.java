package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
  private static final List<String> WORDS = List.of("serve", "up", "connect");

  @ParameterizedTest
  @CsvSource({"srve, serve", "sevre, serve", "conect, connect", "pu, up"})
  void aNearWordIsSuggested(String typed, String meant) {
    assertThat(Suggestion.of(typed, WORDS)).isEqualTo("; did you mean '" + meant + "'?");
  }

  @ParameterizedTest
  @CsvSource({"nonsense", "xylophone"})
  void whereNoneIsNearAllAreListed(String typed) {
    assertThat(Suggestion.of(typed, WORDS)).isEqualTo("; there are: connect, serve, up");
  }
}
