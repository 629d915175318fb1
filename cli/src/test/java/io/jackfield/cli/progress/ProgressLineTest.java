package io.jackfield.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.cli.progress.Snapshot.Outcome;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressLineTest {
  private static final long MIB = 1024 * 1024;

  private static Snapshot running(String name, long done, OptionalLong total, long rate) {
    return new Snapshot(name, done, total, rate, Duration.ofSeconds(9), new Outcome.Running());
  }

  private static Snapshot ended(Outcome outcome) {
    return new Snapshot(
        "archive.tar.gz",
        100 * MIB,
        OptionalLong.of(100 * MIB),
        12 * MIB,
        Duration.ofMillis(8_900),
        outcome);
  }

  private static Snapshot half(String name) {
    return running(name, 45 * MIB, OptionalLong.of(100 * MIB), 5 * MIB);
  }

  private static String line(Snapshot at, int columns) {
    return ProgressLine.of(at, columns, Paint.NONE);
  }

  @Test
  void atEightyColumnsThereIsRoomForAll() {
    assertThat(line(half("archive.tar.gz"), 80))
        .isEqualTo(
            "archive.tar.gz       [=======>          ]   45%  45.0 MiB  5.00 MiB/s      0:11")
        .hasSize(79);
  }

  @Test
  void atFortyColumnsBarAndBytesAreLeftOut() {
    assertThat(line(half("archive.tar.gz"), 40))
        .isEqualTo("archi…ar.gz   45%  5.00 MiB/s      0:11")
        .hasSize(39);
  }

  @Test
  void betweenThemTheBarAloneIsLeftOut() {
    assertThat(line(half("archive.tar.gz"), 60))
        .isEqualTo("archive.tar.gz          45%  45.0 MiB  5.00 MiB/s      0:11")
        .hasSize(59);
  }

  @Test
  void aWideTerminalGivesTheBarFortyColumnsAndTheNameTheRest() {
    assertThat(line(half("archive.tar.gz"), 140))
        .contains("[" + "=".repeat(16) + ">" + " ".repeat(21) + "]")
        .hasSize(139);
  }

  @Test
  void aVeryNarrowOneHasNameAndPercentOrThatAlone() {
    assertThat(line(half("archive.tar.gz"), 20)).isEqualTo("archiv…tar.gz   45%");
    assertThat(line(half("archive.tar.gz"), 6)).isEqualTo("45%");
    assertThat(line(half("archive.tar.gz"), 2)).isEqualTo("…");
  }

  @Test
  void wideCharactersAreCutBetweenColumnsNotInsideThem() {
    String line = line(half("文件传输文件传输.txt"), 80);
    assertThat(line).startsWith("文件传输…件传输.txt  [=======>          ]   45%  45.0 MiB");
    assertThat(TextColumns.of(line)).isEqualTo(79);
    // Of the head's five columns one stays over, which the tail has.
    String narrow = line(half("文件传输文件传输.txt"), 40);
    assertThat(narrow).startsWith("文件…输.txt   45%");
    assertThat(TextColumns.of(narrow)).isEqualTo(39);
  }

  @ParameterizedTest(name = "{0} columns")
  @ValueSource(ints = {1, 2, 5, 6, 7, 8, 20, 36, 37, 38, 46, 47, 48, 70, 71, 80, 81, 132, 500})
  void aLineNeverFillsTheTerminal(int columns) {
    for (String name : new String[] {"", "a", "文件传输文件传输文件传输文件传输", "e\u0301".repeat(50)}) {
      assertThat(TextColumns.of(line(half(name), columns)))
          .isLessThanOrEqualTo(Math.max(1, columns - 1));
      var failed =
          new Snapshot(
              name,
              1,
              OptionalLong.empty(),
              1,
              Duration.ZERO,
              new Outcome.Failed("为什么不".repeat(9)));
      assertThat(TextColumns.of(line(failed, columns)))
          .isLessThanOrEqualTo(Math.max(1, columns - 1));
    }
  }

  @Test
  void withoutATotalThereIsNoBarAndNoPercent() {
    assertThat(line(running("page.html", 1_300, OptionalLong.empty(), 1_024), 80))
        .isEqualTo("page.html" + " ".repeat(32) + "        1.26 KiB  1.00 KiB/s      -:--")
        .hasSize(79);
  }

  @Test
  void theEndSaysHowLongItTook() {
    assertThat(line(ended(new Outcome.Done()), 80))
        .isEqualTo(
            "archive.tar.gz       [==================]  100%   100 MiB  12.0 MiB/s      0:08");
  }

  @Test
  void aFailureSaysWhyInsteadOfNumbers() {
    assertThat(line(ended(new Outcome.Failed("the peer closed")), 40))
        .isEqualTo("archive.tar.gz  the peer closed");
    assertThat(line(ended(new Outcome.Failed("the peer closed the connection")), 40))
        .isEqualTo("archi…ar.gz  the peer clos…e connection");
  }

  @Test
  void nothingOfAnythingIsAllOfIt() {
    assertThat(line(running("empty", 0, OptionalLong.of(0), 0), 80)).contains("100%");
  }

  @Test
  void oneByteMissingIsNotAllOfIt() {
    long total = 1L << 62;
    assertThat(line(running("huge", total - 1, OptionalLong.of(total), 1), 80))
        .contains(" 99%  4.00 EiB");
    assertThat(line(running("more than promised", 7, OptionalLong.of(3), 1), 80)).contains("100%");
  }

  @Test
  void aStandstillHasNoTimeLeft() {
    assertThat(line(running("a", 1, OptionalLong.of(10), 0), 80)).endsWith("     0 B/s      -:--");
  }

  @Test
  void coloursTakeNoRoom() {
    String painted = ProgressLine.of(half("a"), 80, Paint.COLOURED);
    assertThat(painted).contains("[\u001b[32m=======>\u001b[0m          ]");
    assertThat(painted.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(line(half("a"), 80));
  }

  @Test
  void whatATerminalWouldObeyIsNotPassedOn() {
    assertThat(line(half("a\u001b[2Jb\nc\u202ed"), 80)).startsWith("a\ufffd[2Jb\ufffdc\ufffdd ");
    Snapshot failed = ended(new Outcome.Failed("why\u001b[2J"));
    assertThat(line(failed, 80)).endsWith("  why\ufffd[2J");
    assertThat(ProgressLine.plain(failed)).endsWith(": why\ufffd[2J");
  }

  @Test
  void elsewhereItIsOneSentence() {
    assertThat(ProgressLine.plain(ended(new Outcome.Done())))
        .isEqualTo("archive.tar.gz: 100 MiB in 0:08, 12.0 MiB/s");
    assertThat(ProgressLine.plain(ended(new Outcome.Failed("the disk is full"))))
        .isEqualTo("archive.tar.gz: failed after 100 MiB: the disk is full");
  }
}
