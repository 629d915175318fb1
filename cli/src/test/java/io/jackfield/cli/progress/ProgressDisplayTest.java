package io.jackfield.cli.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private static final long TENTH = 100_000_000L;
  private static final String ERASE = "\r\u001b[J";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, UTF_8);
  private long nowNanos = 7;

  private ProgressDisplay onTerminal() {
    return new ProgressDisplay(err, () -> 40, Paint.NONE, () -> nowNanos);
  }

  private String drawn() {
    String text = bytes.toString(UTF_8);
    bytes.reset();
    return text;
  }

  private static String line(String name, String percent, String rate, String time) {
    return "%-11s  %4s  %10s  %8s".formatted(name, percent, rate, time);
  }

  @Test
  void aLineIsRedrawnInPlaceTenTimesASecondAtMost() {
    ProgressDisplay display = onTerminal();
    ProgressTask task = display.begin("a.txt", OptionalLong.of(1_000));
    assertThat(drawn()).isEqualTo(line("a.txt", "0%", "0 B/s", "-:--"));
    nowNanos += TENTH - 1;
    task.at(99);
    assertThat(drawn()).isEmpty();
    nowNanos += 1;
    task.at(100);
    assertThat(drawn()).isEqualTo(ERASE + line("a.txt", "10%", "1000 B/s", "0:01"));
    task.at(200);
    assertThat(drawn()).isEmpty();
    task.done();
    assertThat(drawn())
        .isEqualTo(ERASE + line("a.txt", "20%", "1.95 KiB/s", "0:00") + System.lineSeparator());
  }

  @Test
  void severalStandBelowEachOtherAndTheEndedAboveThem() {
    ProgressDisplay display = onTerminal();
    ProgressTask first = display.begin("first", OptionalLong.of(10));
    nowNanos += TENTH;
    ProgressTask second = display.begin("second", OptionalLong.empty());
    String two = line("first", "0%", "0 B/s", "-:--") + "\n" + line("second", "", "0 B/s", "-:--");
    assertThat(drawn()).endsWith(ERASE + two);
    first.failed("refused");
    assertThat(drawn())
        .isEqualTo("\u001b[1A" + ERASE + "first  refused\n" + line("second", "", "0 B/s", "-:--"));
    display.above(() -> err.println("news"));
    assertThat(drawn()).isEqualTo(ERASE + "news\n" + line("second", "", "0 B/s", "-:--"));
    nowNanos += TENTH;
    second.add(5);
    drawn();
    display.close();
    assertThat(drawn()).isEqualTo(ERASE + line("second", "", "50 B/s", "-:--") + "\n");
    second.done();
    assertThat(drawn()).isEmpty();
  }

  @Test
  void sixteenLinesAreTheMost() {
    ProgressDisplay display = onTerminal();
    for (int i = 0; i < ProgressDisplay.MOST_LINES; i++) {
      display.begin("file" + i, OptionalLong.empty());
    }
    nowNanos += TENTH;
    drawn();
    display.tick();
    assertThat(List.of(drawn().split("\n", -1)))
        .hasSize(16)
        .last()
        .asString()
        .startsWith("file15 ");
    display.begin("file16", OptionalLong.empty());
    nowNanos += TENTH;
    display.tick();
    assertThat(List.of(drawn().split("\n", -1))).hasSize(16).last().isEqualTo("and 2 more");
  }

  @Test
  void withoutATerminalThereIsOneLineAtTheEnd() {
    var display = new ProgressDisplay(err, null, Paint.NONE, () -> nowNanos);
    ProgressTask task = display.begin("a.txt", OptionalLong.empty());
    nowNanos += 20 * TENTH;
    task.startAt(100);
    task.at(2_148);
    display.tick();
    assertThat(drawn()).isEmpty();
    task.total(2_148);
    task.done();
    task.failed("too late to fail");
    assertThat(drawn()).isEqualTo("a.txt: 2.09 KiB in 0:02, 1.00 KiB/s" + System.lineSeparator());
    display.close();
    assertThat(drawn()).isEmpty();
  }

  @Test
  void columnsAreWhatTheEnvironmentSaysIfThatIsANumber() {
    assertThat(ProgressDisplay.terminalColumns("132")).isEqualTo(132);
    assertThat(ProgressDisplay.terminalColumns("0")).isPositive();
    assertThat(ProgressDisplay.terminalColumns("wide")).isPositive();
  }
}
