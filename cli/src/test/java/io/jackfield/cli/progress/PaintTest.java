package io.jackfield.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaintTest {
  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "false", " "})
  void noColorIsObeyedWhateverItSays(String value) {
    assertThat(Paint.of(Map.of("NO_COLOR", value)).bad("x")).isEqualTo("x");
  }

  @Test
  void withoutItOrWhereItIsEmptyThereAreColours() {
    assertThat(Paint.of(Map.of()).bad("x")).contains("\u001b[");
    assertThat(Paint.of(Map.of("NO_COLOR", "")).bad("x")).contains("\u001b[");
  }
}
