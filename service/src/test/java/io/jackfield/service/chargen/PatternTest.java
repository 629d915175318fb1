package io.jackfield.service.chargen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PatternTest {
  private static final List<String> LINES =
      List.of(US_ASCII.decode(Pattern.part(0, Pattern.length())).toString().split("\r\n"));

  /** As RFC 864 shows them. */
  @Test
  void theFirstLinesAreThoseOfTheRfc() {
    assertThat(LINES.get(0))
        .isEqualTo(" !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg");
    assertThat(LINES.get(1))
        .isEqualTo("!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh");
  }

  @Test
  void eachLineBeginsWhereTheOneBeforeHadItsSecondCharacterRoundAllThatCanBePrinted() {
    assertThat(LINES).hasSize(95).allMatch(line -> line.length() == 72);
    for (int i = 0; i < LINES.size(); i++) {
      assertThat(LINES.get((i + 1) % 95)).startsWith(LINES.get(i).substring(1));
    }
    assertThat(LINES.get(94)).startsWith("~ !");
  }
}
