package io.jackfield.protocol.gopher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelectorTest {
  @ParameterizedTest
  @ValueSource(strings = {"/a\tb", "/a\r", "/a\n", "/a\0", "/\u0142"})
  void whatWouldEndItInALineIsRefused(String octets) {
    assertThatThrownBy(() -> new Selector(octets)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itsLastPartIsAName() {
    assertThat(Selector.of("/a/größe.txt").lastPart()).isEqualTo("größe.txt");
    assertThat(Selector.of("/a//").lastPart()).isEqualTo("a");
    assertThat(Selector.ROOT.lastPart()).isEmpty();
  }
}
