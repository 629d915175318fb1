package io.jackfield.cli.gopher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrowserTest {
  @ParameterizedTest
  @CsvSource({"0, Nothing here leads anywhere.", "1, There is only 1.", "2, There is 1 to 2."})
  void aNumberThatIsNoneIsAnsweredWithThoseThereAre(int count, String sentence) {
    assertThat(Browser.choice(count)).isEqualTo(sentence);
  }
}
