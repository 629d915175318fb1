package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class MachineZoneTest {
  /** Winter and summer, before 1970, and after 2038. */
  private static final List<Instant> TIMES =
      List.of(
          Instant.parse("2026-01-15T12:00:00Z"),
          Instant.parse("2026-07-15T12:00:00Z"),
          Instant.parse("2026-03-29T00:59:59Z"),
          Instant.parse("2026-03-29T01:00:00Z"),
          Instant.parse("1960-06-01T00:00:00Z"),
          Instant.parse("2050-07-01T00:00:00Z"));

  /** Prints the offset at each time, in seconds. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      for (Instant time : TIMES) {
        System.out.println(MachineZone.offsetAt(time).getTotalSeconds());
      }
    }
  }

  @Test
  void itIsTheZoneThatTheJdkHas() {
    Instant now = Instant.now();
    assertThat(MachineZone.offsetAt(now))
        .isEqualTo(ZoneId.systemDefault().getRules().getOffset(now));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"UTC0", "CET-1CEST,M3.5.0,M10.5.0/3", "NST3:30NDT,M3.2.0,M11.1.0", "LMT-1:05:20"})
  void itIsTheZoneThatDateHas(String zone) throws Exception {
    List<String> expected = new ArrayList<>();
    for (Instant time : TIMES) {
      String offset = first(zone, "date", "-d", "@" + time.getEpochSecond(), "+%::z");
      expected.add(Integer.toString(ZoneOffset.of(offset).getTotalSeconds()));
    }
    assertThat(lines(zone, child())).isEqualTo(expected);
  }

  @Test
  void moreThanEighteenHoursAreEighteen() throws Exception {
    assertThat(lines("FAR24", child())).containsOnly(Integer.toString(-18 * 3600));
    assertThat(lines("FAR-24", child())).containsOnly(Integer.toString(18 * 3600));
  }

  private static String[] child() {
    return new String[] {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-XX:TieredStopAtLevel=1",
      "--enable-native-access=ALL-UNNAMED",
      "-cp",
      "target/classes:target/test-classes",
      Child.class.getName()
    };
  }

  private static String first(String zone, String... command)
      throws IOException, InterruptedException {
    return lines(zone, command).getFirst();
  }

  private static List<String> lines(String zone, String... command)
      throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("TZ", zone);
    Process started = builder.start();
    try (BufferedReader from = started.inputReader()) {
      List<String> lines = from.lines().toList();
      assertThat(started.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(started.exitValue()).isZero();
      return lines;
    } finally {
      started.destroyForcibly();
    }
  }
}
