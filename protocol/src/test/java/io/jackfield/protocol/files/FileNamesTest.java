package io.jackfield.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        ".bashrc",
        "/etc/passwd",
        "../a",
        "a/../b",
        "a/b",
        "a/",
        "..\\a",
        "C:\\a",
        "a\u0000",
        "a\u0000.txt",
        "a\nb",
        "a\rb",
        "a\tb",
        "\u001b[2J",
        "a\u007f",
        "a\u0085b",
        "a\u2028b",
        "/files 1"
      })
  void aNameLeadsNowhereElse(String name) {
    assertThatThrownBy(() -> FileNames.requireName(name))
        .isInstanceOf(FilesProtocolException.class);
  }

  @Test
  void halfACharacterIsNone() {
    assertThatThrownBy(() -> FileNames.requireName("a\ud83d"))
        .hasMessage("a name may have no control characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a.txt",
        "a..b",
        "%2e%2e%2fa",
        "a b",
        " a",
        "a ",
        "~",
        "-rf",
        "con",
        "空.txt",
        "a:b"
      })
  void whatIsOnlyUnusualIsAName(String name) throws Exception {
    assertThat(FileNames.requireName(name)).isEqualTo(name);
  }

  @Test
  void aNameHas255BytesNotCharacters() throws Exception {
    assertThat(FileNames.requireName("é".repeat(127) + "x")).hasSize(128);
    assertThatThrownBy(() -> FileNames.requireName("é".repeat(128)))
        .hasMessage("a name has at most 255 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "../a",
        "a/..",
        "a/../../b",
        "./a",
        "a/./b",
        "a/.git/b",
        "a\\..\\b",
        "a/b\u0000",
        "//a"
      })
  void everyPartOfAPathIsAName(String path) {
    assertThatThrownBy(() -> FileNames.requirePath(path))
        .isInstanceOf(FilesProtocolException.class);
  }

  @Test
  void aPathIsItsParts() throws Exception {
    assertThat(FileNames.requirePath("a/b c/d.txt")).containsExactly("a", "b c", "d.txt");
    assertThat(FileNames.requirePath("a")).containsExactly("a");
  }

  @Test
  void aPathHas64PartsAnd4096Bytes() throws Exception {
    assertThat(FileNames.requirePath(String.join("/", Collections.nCopies(64, "a")))).hasSize(64);
    assertThatThrownBy(() -> FileNames.requirePath(String.join("/", Collections.nCopies(65, "a"))))
        .hasMessage("a path has at most 64 parts");
    String part = "x".repeat(127) + "/";
    String longest = part.repeat(31) + "x".repeat(128);
    assertThat(FileNames.requirePath(longest)).hasSize(32);
    assertThatThrownBy(() -> FileNames.requirePath(longest + "x"))
        .hasMessage("a path has at most 4096 bytes");
  }

  @Test
  void aHeaderHasNumbersThatCanBe() {
    assertThatThrownBy(() -> new FileHeader(-1, 0, 0, "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileHeader(0, -1, 0, "a"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FileHeader(0, 0, 01000, "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
