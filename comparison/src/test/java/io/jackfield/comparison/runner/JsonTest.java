package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void samplesHaveALineEach() {
    var first = new LinkedHashMap<String, Object>();
    first.put("server", "c");
    first.put("micros", 7.25);
    assertThat(Json.of(Map.of("samples", List.of(first, Map.of("round", 2)))))
        .isEqualTo(
            """
            {"samples": [
              {"server": "c", "micros": 7.25},
              {"round": 2}
            ]}\
            """);
  }

  @Test
  void stringsAreQuoted() {
    assertThat(Json.of("a \"quoted\" \\ ÷\n")).isEqualTo("\"a \\\"quoted\\\" \\\\ ÷\\u000a\"");
  }

  @Test
  void wholeNumbersHaveNoFractionAndThereIsNoInfinity() {
    assertThat(Json.of(List.of(3.0, -0.5, 1e300, Double.NaN)))
        .isEqualTo("[3, -0.5, 1.0E300, null]");
  }
}
