package io.jackfield.service.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NewFileTest {
  @TempDir private Path folder;

  private List<String> names() throws IOException {
    try (var names = Files.list(folder)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    }
  }

  private Path kept(String name, String content) throws IOException {
    try (NewFile file = NewFile.in(folder)) {
      file.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
      return file.keepAs(name);
    }
  }

  @Test
  void itIsThereWhenItIsWhole() throws Exception {
    try (NewFile file = NewFile.in(folder)) {
      file.write(ByteBuffer.wrap(new byte[] {'a'}));
      assertThat(names()).hasSize(1).allMatch(name -> name.startsWith("."));
      assertThat(file.keepAs("x")).isEqualTo(folder.resolve("x"));
    }
    assertThat(names()).containsExactly("x");
    assertThat(folder.resolve("x")).hasContent("a");
  }

  @Test
  void whatIsNotKeptIsGone() throws Exception {
    try (NewFile file = NewFile.in(folder)) {
      file.write(ByteBuffer.wrap(new byte[] {'a'}));
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void itTakesNobodysName() throws Exception {
    Files.writeString(folder.resolve("x"), "old");
    Files.createSymbolicLink(folder.resolve("x.1"), Path.of("nowhere"));
    Files.createDirectory(folder.resolve("x.2"));
    assertThat(kept("x", "new")).isEqualTo(folder.resolve("x.3"));
    assertThat(folder.resolve("x")).hasContent("old");
    assertThat(folder.resolve("x.3")).hasContent("new");
    assertThat(names()).containsExactly("x", "x.1", "x.2", "x.3");
  }

  @Test
  void aThousandNamesAreTried() throws Exception {
    for (int n = 1; n < NewFile.MOST_NAMES - 1; n++) {
      Files.createFile(folder.resolve("x." + n));
    }
    Files.createFile(folder.resolve("x"));
    assertThat(kept("x", "a")).isEqualTo(folder.resolve("x.999"));
    assertThatThrownBy(() -> kept("x", "a")).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(names()).hasSize(NewFile.MOST_NAMES).noneMatch(name -> name.startsWith("."));
  }

  @Test
  void itTakesAPlaceWhereThatIsWanted() throws Exception {
    Files.writeString(folder.resolve("x"), "old");
    try (NewFile file = NewFile.in(folder)) {
      file.write(ByteBuffer.wrap(new byte[] {'a'}));
      file.replace(folder.resolve("x"));
    }
    assertThat(folder.resolve("x")).hasContent("a");
    assertThat(names()).containsExactly("x");
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, a.txt",
    "/dir/a.txt, a.txt",
    "../../etc/passwd, passwd",
    "größe, größe",
    ".bashrc, _bashrc",
    "'..', '_.'",
    "'', host",
    "/dir/, host",
    "'  ', host",
    "'a b', a b",
    "'a\\b', a_b"
  })
  void aStrangersNameIsOneForAFile(String given, String name) {
    assertThat(NewFile.nameFor(given, "host")).isEqualTo(name);
  }

  @Test
  void whatATerminalWouldObeyIsNoName() {
    assertThat(NewFile.nameFor("a\u001b[2J\nb\u202ec\0d\u0085", "h")).isEqualTo("a_[2J_b_c_d_");
    assertThat(NewFile.nameFor("\ud800", "h")).isEqualTo("_");
  }

  @Test
  void itHas200BytesAtMost() {
    assertThat(NewFile.nameFor("x".repeat(200), "h")).isEqualTo("x".repeat(200));
    assertThat(NewFile.nameFor("x".repeat(201), "h")).isEqualTo("x".repeat(200));
    assertThat(NewFile.nameFor("ö".repeat(101), "h")).isEqualTo("ö".repeat(100));
  }
}
