package io.jackfield.service.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "name, name",
    "name\\n, name",
    "name\\r, name",
    "name\\r\\n, name",
    "name\\n\\n, name\\n",
    "name\\r\\n\\r\\n, name\\r\\n",
    "name\\n\\r, name\\n",
    "\\r\\n, ''",
    "\\n, ''",
    "'', ''",
    "a\\nb, a\\nb"
  })
  void exactlyOneLineEndIsIgnored(String typed, String left) {
    ByteBuffer bytes = UTF_8.encode(unescaped(typed));
    assertThat(UTF_8.decode(Lines.withoutEnd(bytes)).toString()).isEqualTo(unescaped(left));
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n");
  }
}
