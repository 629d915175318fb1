package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
  @ParameterizedTest
  @CsvSource({
    "20000, 18000",
    "18500, 18000",
    "18499, 17999",
    "1024, 524",
    "10, 1",
    "unlimited, 18000"
  })
  void thereAreAsManyConnectionsAsDescriptorsAllow(String hardLimit, int connections) {
    List<String> limits =
        List.of(
            "Limit                     Soft Limit           Hard Limit           Units     ",
            "Max processes             96412                96412                processes ",
            "Max open files            1024                 %-20s files     ".formatted(hardLimit));
    assertThat(Machine.connections(18_000, limits)).isEqualTo(connections);
  }

  @Test
  void theFactsAreThere() {
    assertThat(Machine.facts(Path.of("").toAbsolutePath()))
        .containsKeys("processor", "kernel", "jdk", "commit", "uncommitted", "load average")
        .containsEntry("kernel", System.getProperty("os.version"));
  }
}
