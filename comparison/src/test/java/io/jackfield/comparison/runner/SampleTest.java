package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleTest {
  @Test
  void whatALoadGeneratorPrintsIsNumbersByName() {
    var sample =
        Sample.parse(
            "p50_us=327.7 p99_us=671.7 seconds=1.001 count=141142 server_cpu_ms=993.640"
                + " server_busy=0.993 load_busy=0.960 bad=0\n");
    assertThat(sample.value("p99_us")).isEqualTo(671.7);
    assertThat(sample.values()).hasSize(8).containsEntry("count", 141_142.0);
    assertThat(sample.cpuMicrosEach()).isCloseTo(7.04, within(0.001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "connect: Connection refused", "count", "count=", "count=many", "=1="})
  void anythingElseIsRefusedByName(String line) {
    assertThatThrownBy(() -> Sample.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not name=value: '");
  }

  @Test
  void aNumberThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Sample.parse("count=1").value("lost"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no lost among [count]");
  }

  @Test
  void oneSideThatWorkedNinetyFourHundredthsOfTheTimeIsBusy() {
    assertThat(busy(0.94, 0)).isTrue();
    assertThat(busy(0, 0.94)).isTrue();
    assertThat(busy(0.939, 0.939)).isFalse();
  }

  private static boolean busy(double server, double load) {
    return new Sample(Map.of("server_busy", server, "load_busy", load)).isBusy();
  }
}
