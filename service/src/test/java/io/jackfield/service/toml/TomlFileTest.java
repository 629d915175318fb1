package io.jackfield.service.toml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomlj.TomlTable;

final class TomlFileTest {
  private static final int LIMIT_BYTES = 100;

  private static TomlTable read(byte[] bytes) throws IOException {
    return TomlFile.read(new ByteArrayInputStream(bytes), "FILE", LIMIT_BYTES);
  }

  @Test
  void whatItSaysIsThere() throws IOException {
    assertThat(read("[a]\nb = \"ü\"\n".getBytes(UTF_8)).getString("a.b")).isEqualTo("ü");
  }

  @Test
  void eachMistakeIsToldOnceWithItsPlaceInTheOrderOfTheFile() {
    assertThatThrownBy(() -> read("a = 1\na = 2\nb\n".getBytes(UTF_8)))
        .isInstanceOf(TomlException.class)
        .hasMessageMatching("FILE:2:1: [^\n]*\nFILE:3:2: [^\n]*");
  }

  @Test
  void whatIsNoUtf8IsSaidWithItsPlace() {
    assertThatThrownBy(() -> read(new byte[] {'#', '\n', '#', ' ', (byte) 0xff, '\n'}))
        .hasMessage("FILE:2:3: this is not UTF-8");
    assertThatThrownBy(() -> read(new byte[] {(byte) 0xc3}))
        .hasMessage("FILE:1:1: this is not UTF-8");
  }

  @Test
  void aFileAsLongAsMayBeIsReadAndOneByteMoreIsNot() throws IOException {
    String comment = "#".repeat(LIMIT_BYTES);
    assertThat(read(comment.getBytes(UTF_8)).isEmpty()).isTrue();
    assertThatThrownBy(() -> read((comment + "#").getBytes(UTF_8)))
        .hasMessage("FILE:1:1: longer than 100 bytes, that is no such file");
  }

  private static String told(int mistakes) {
    List<Problem> problems = new ArrayList<>();
    for (int line = mistakes; line > 0; line--) {
      problems.add(new Problem(new Position(line, 1), "wrong"));
    }
    return String.valueOf(new TomlException("FILE", problems).getMessage());
  }

  @Test
  void ofManyMistakesTheFirstAreTold() {
    int most = TomlException.LIMIT_TOLD;
    assertThat(told(most).lines()).hasSize(most).last().isEqualTo("FILE:20:1: wrong");
    assertThat(told(most + 3).lines()).hasSize(most + 1).last().isEqualTo("FILE: and 3 more");
  }
}
