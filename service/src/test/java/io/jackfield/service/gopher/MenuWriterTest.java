package io.jackfield.service.gopher;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.protocol.gopher.MenuItem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MenuWriterTest {
  @ParameterizedTest(name = "lines of {0} characters and a little")
  @ValueSource(ints = {0, 1, 2, 3, 500})
  void aMenuIsNeverLongerThanItsLimit(int characters) {
    var menu = new MenuWriter();
    MenuItem item = MenuItem.information("x".repeat(characters));
    while (menu.add(item)) {
      // Until it is full.
    }
    assertThat(menu.add(item)).isFalse();
    assertThat(menu.end().wire())
        .hasSizeBetween(MenuWriter.LIMIT_BYTES - 1_024, MenuWriter.LIMIT_BYTES);
  }
}
