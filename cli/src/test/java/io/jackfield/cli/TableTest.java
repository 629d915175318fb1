package io.jackfield.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {
  private static List<String> printed(int columns) {
    var options = new ServingOptions();
    Main.reading(options).parseArgs();
    var out = new ByteArrayOutputStream();
    var to = new PrintStream(out, true, UTF_8);
    Table.print(to, columns, "on 127.0.0.1", Served.all(options), List.of());
    return out.toString(UTF_8).lines().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 60, 80, 120})
  void itFitsItsTerminal(int columns) {
    assertThat(printed(columns))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
  }

  @Test
  void whatIsTooWideGoesOnBelow() {
    assertThat(printed(60))
        .containsSequence(
            "  timestamp            -      -  what you send, with the",
            "                                 time before it",
            "  timestamp-line       -      -  the same for one line");
  }

  /** As a launcher is called by its path. */
  @Test
  void commandsAndSentencesAreBrokenByNobody() {
    for (int length = 1; length < 60; length++) {
      String called = "/".repeat(length);
      System.setProperty("jackfield.called", called);
      try {
        assertThat(printed(80))
            .anyMatch(line -> line.startsWith("Try '" + called + " connect greeting'"))
            .anyMatch(line -> line.endsWith("Ctrl-C stops."));
      } finally {
        System.clearProperty("jackfield.called");
      }
    }
  }

  @Test
  void inEightyColumnsAServiceIsALine() {
    assertThat(printed(80)).hasSize(printed(Integer.MAX_VALUE).size());
  }
}
