package io.jackfield.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {
  private static final List<Served> ALL = Served.all(options());

  private static ServingOptions options() {
    var options = new ServingOptions();
    Main.reading(options.spec()).parseArgs();
    return options;
  }

  private static List<String> printed(int columns, Table.Shown... running) {
    var out = new ByteArrayOutputStream();
    var to = new PrintStream(out, true, UTF_8);
    Table.print(to, columns, "on 127.0.0.1", ALL, List.of(running));
    return out.toString(UTF_8).lines().toList();
  }

  private static Served served(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  private static Table.Shown shown(String name, String scheme, String host, int port) {
    var address = new InetSocketAddress(InetAddress.ofLiteral(host), port);
    return new Table.Shown(served(name), scheme, address);
  }

  private static Table.Shown unix(String name, String scheme, String path) {
    return new Table.Shown(served(name), scheme, UnixDomainSocketAddress.of(path));
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 60, 80, 120})
  void itFitsItsTerminal(int columns) {
    assertThat(printed(columns, shown("greeting", "tcp", "127.0.0.1", 9999)))
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
        assertThat(printed(80, shown("greeting", "tcp", "127.0.0.9", 43210)))
            .anyMatch(
                line -> line.startsWith("Try '" + called + " connect greeting 127.0.0.9 43210'"))
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

  // ---- what to do next --------------------------------------------------------------------------

  private static final String THEN = "' in another terminal. Ctrl-C stops.";

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 9999, greeting",
    "0.0.0.0, 9999, greeting",
    "::, 9999, greeting ::1",
    "127.0.0.1, 43210, greeting 127.0.0.1 43210",
    "127.0.0.9, 9999, greeting 127.0.0.9",
    "127.0.0.9, 43210, greeting 127.0.0.9 43210",
    "0.0.0.0, 43210, greeting 127.0.0.1 43210"
  })
  void theCommandThatIsShownLeadsToTheGreeting(String host, int port, String arguments) {
    assertThat(
            printed(
                Integer.MAX_VALUE,
                shown("timestamp", "tcp", host, 21_567),
                shown("greeting", "udp", host, port),
                shown("greeting", "tcp", host, port)))
        .contains("Try 'jackfield connect " + arguments + THEN);
  }

  @Test
  void withoutTheGreetingItLeadsToTheFirstOneThatLinesAreTypedTo() {
    assertThat(
            printed(
                Integer.MAX_VALUE,
                shown("files", "tcp", "127.0.0.1", 9_000),
                shown("greeting", "udp", "127.0.0.1", 9_999),
                shown("hello", "tls", "127.0.0.1", 8_888),
                shown("length", "tcp", "127.0.0.1", 4_321),
                shown("echo", "tcp", "127.0.0.1", 10_007)))
        .contains("Try 'jackfield connect length 127.0.0.1 4321" + THEN);
  }

  @Test
  void whereThereIsNothingToConnectToNothingIsShown() {
    assertThat(printed(80, shown("files", "tcp", "127.0.0.1", 9_000)))
        .contains("Ctrl-C stops.")
        .noneMatch(line -> line.contains("Try"));
  }

  @Test
  void addressesWithoutAColumnStandBelow() {
    assertThat(
            printed(
                50,
                shown("echo", "tcp", "127.0.0.1", 10_007),
                unix("echo", "unix", "/run/a/path/that/is/longer/than/any/line/of/it/echo"),
                shown("menu", "tls", "127.0.0.1", 4_433),
                unix("echo", "unix-dgram", "/run/echo")))
        .containsSequence(
            "",
            "also: echo unix:///run/a/path/that/is/longer/than/any/line/of/it/echo",
            "also: menu tls://127.0.0.1:4433",
            "also: echo unix-dgram:///run/echo",
            "");
    assertThat(printed(80, shown("echo", "udp", "127.0.0.1", 10_007)))
        .noneMatch(line -> line.startsWith("also"));
  }
}
