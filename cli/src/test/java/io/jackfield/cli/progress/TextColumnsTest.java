package io.jackfield.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextColumnsTest {
  @ParameterizedTest(name = "{0} takes {1}")
  @CsvSource({
    "a, 1",
    "é, 1",
    "e\u0301, 1",
    "文, 2",
    "한, 2",
    "ｶ, 1",
    "カ, 2",
    "Ａ, 2",
    "𠀀, 2",
    "😀, 2",
    "—, 1",
    "№, 1",
    "\u1112\u1161\u11ab, 2",
    "a\u200db, 2",
    "あ\u3099, 2",
  })
  void textTakesTheColumnsThatATerminalGivesIt(String text, int columns) {
    assertThat(TextColumns.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest(name = "{0} in lines of {1}")
  @CsvSource({
    "a bc def, 8, a bc def",
    "a bc def, 7, a bc/def",
    "a bc def, 4, a bc/def",
    "a bc def, 3, a/bc/def",
    "a bc def, 1, a/bc/def",
    "文件 夹, 6, 文件/夹",
    "文件 夹, 7, 文件 夹",
    "'  a  b', 6, '  a  b'",
    "'', 5, ''",
  })
  void aTextIsBrokenAtSpaces(String text, int columns, String lines) {
    assertThat(String.join("/", TextColumns.lines(text, columns))).isEqualTo(lines);
  }

  @ParameterizedTest(name = "{0} in {1} columns")
  @CsvSource({
    "abcdef, 6, abcdef",
    "abcdef, 5, ab…ef",
    "abcdef, 4, ab…f",
    "abcdef, 2, a…",
    "abcdef, 1, …",
    "文件夹, 5, 文…夹",
    "文件夹, 4, 文…",
    "文件夹, 3, …夹",
    "abcde\u0301, 4, ab…e\u0301",
    "abcdexye\u0301z, 4, ab…z",
    "😀😀😀, 5, 😀…😀",
  })
  void aCutKeepsBothEnds(String text, int columns, String expected) {
    assertThat(TextColumns.cut(text, columns)).isEqualTo(expected);
  }

  @Test
  void aCutNeverPartsALetterFromItsMarks() {
    assertThat(TextColumns.cut("e\u0301".repeat(9), 5))
        .isEqualTo("e\u0301".repeat(2) + "…" + "e\u0301".repeat(2));
  }

  @Test
  void nothingIsLeftInNoColumns() {
    assertThat(TextColumns.cut("abc", 0)).isEmpty();
  }

  @Test
  void whatIsShortIsFilledUp() {
    assertThat(TextColumns.fit("文", 4)).isEqualTo("文  ");
    assertThat(TextColumns.fit("文件文", 4)).isEqualTo("文… ");
  }
}
