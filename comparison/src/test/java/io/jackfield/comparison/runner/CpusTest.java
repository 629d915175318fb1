package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpusTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0-1|0|1", "4-7|4|5", "2,6|2|6", "3,8-9|3|8", "5|5|5"})
  void theFirstTwoThatMayBeUsed(String allowed, int server, int load) {
    assertThat(Cpus.firstOf(allowed)).isEqualTo(new Cpus(server, load));
  }

  @org.junit.jupiter.api.Test
  void aCommandIsPinned() {
    assertThat(new Cpus(2, 3).forLoad(List.of("loadgen", "-V")))
        .containsExactly("taskset", "-c", "3", "loadgen", "-V");
  }
}
