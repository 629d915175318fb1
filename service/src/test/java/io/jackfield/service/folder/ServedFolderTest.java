package io.jackfield.service.folder;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.service.folder.ServedFile.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServedFolderTest {
  @TempDir private Path temp;

  private Path root;
  private ServedFolder folder;

  @BeforeEach
  void fill() throws Exception {
    root = Files.createDirectories(temp.resolve("root"));
    Files.writeString(temp.resolve("secret"), "secret");
    Files.writeString(root.resolve("a.txt"), "a");
    Files.writeString(root.resolve(".hidden"), "hidden");
    Files.createDirectories(root.resolve("sub/.git"));
    Files.writeString(root.resolve("sub/.git/config"), "hidden");
    Files.writeString(root.resolve("sub/b.txt"), "bb");
    folder = ServedFolder.at(root);
  }

  private String read(String path) throws IOException {
    try (ServedFile file = folder.open(path)) {
      var bytes = ByteBuffer.allocate((int) file.sizeBytes());
      file.read(bytes, 0);
      return new String(bytes.array(), UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub/b.txt", "/sub/b.txt", "//sub///b.txt", "sub/b.txt/"})
  void whatIsInsideIsOpened(String path) throws Exception {
    assertThat(read(path)).isEqualTo("bb");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "//", "sub", "/sub/"})
  void foldersAreOpenedToo(String path) throws Exception {
    try (ServedFile opened = folder.open(path)) {
      assertThat(opened.isFolder()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../secret",
        "/../secret",
        "sub/../../secret",
        "sub/..",
        "./a.txt",
        ".",
        "....//secret",
        "%2e%2e/secret",
        "..%2fsecret",
        "..\\secret",
        "\u2025/secret",
        "..\0/secret",
        "a.txt\0",
        "a.txt\0.png",
        "a.txt\n",
        "\t",
        "/etc/passwd",
        "//etc/passwd",
        "file:///etc/passwd",
        ".hidden",
        "/.hidden",
        "sub/.git",
        "sub/.git/config",
        "a.txt/x",
        "nothing",
        "sub/nothing"
      })
  void nothingElseIs(String path) {
    assertThatThrownBy(() -> folder.open(path)).isInstanceOf(IOException.class);
  }

  @Test
  void aNameThatIsTooLongIsNotThere() {
    assertThatThrownBy(() -> folder.open("x".repeat(300))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> folder.open("x/".repeat(5_000))).isInstanceOf(IOException.class);
  }

  @Test
  void linksLeadToWhatIsInsideAndNowhereElse() throws Exception {
    Files.createSymbolicLink(root.resolve("in"), Path.of("sub/b.txt"));
    Files.createSymbolicLink(root.resolve("in-absolute"), root.resolve("a.txt"));
    Files.createSymbolicLink(root.resolve("folder"), Path.of("sub"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
    Files.createSymbolicLink(root.resolve("up"), Path.of(".."));
    Files.createSymbolicLink(root.resolve("etc"), Path.of("/etc"));
    Files.createSymbolicLink(root.resolve("shown"), Path.of(".hidden"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(root.resolve("gone"), Path.of("nowhere"));
    assertThat(read("in")).isEqualTo("bb");
    assertThat(read("in-absolute")).isEqualTo("a");
    assertThat(read("folder/b.txt")).isEqualTo("bb");
    for (String path :
        List.of("out", "up", "up/secret", "etc", "etc/passwd", "shown", "loop", "gone")) {
      assertThatThrownBy(() -> folder.open(path)).as(path).isInstanceOf(IOException.class);
    }
    try (ServedFile opened = folder.open("")) {
      assertThat(opened.entries(100).entries().stream().map(Entry::name))
          .containsExactly("a.txt", "folder", "in", "in-absolute", "sub");
    }
  }

  @Test
  void aRootThatIsALinkIsWhereItLeads() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), root);
    folder = ServedFolder.at(link);
    assertThat(read("a.txt")).isEqualTo("a");
  }

  /** A link that changes while it is opened leads out in no case. */
  @Test
  void aLinkThatChangesMeanwhileLeadsNowhereElse() throws Exception {
    Path link = root.resolve("changing");
    var over = new AtomicBoolean();
    Thread changing =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                relink(link, Path.of("a.txt"));
                relink(link, Path.of("../secret"));
              }
            });
    int opened = 0;
    for (int n = 0; n < 3_000; n++) {
      try {
        assertThat(read("changing")).isEqualTo("a");
        opened++;
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
    over.set(true);
    changing.join();
    assertThat(opened).isPositive();
  }

  private static void relink(Path link, Path to) {
    try {
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aPipeIsNotThereAndNotWaitedFor() throws Exception {
    Path pipe = root.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> folder.open("pipe")).isInstanceOf(NoSuchFileException.class);
    try (ServedFile opened = folder.open("")) {
      assertThat(opened.entries(100).entries()).extracting(Entry::name).doesNotContain("pipe");
    }
  }

  @Test
  void entriesAreSortedAndHaveSizes() throws Exception {
    try (ServedFile opened = folder.open("")) {
      assertThat(opened.entries(100))
          .isEqualTo(
              new ServedFile.Entries(
                  List.of(new Entry("a.txt", false, 1), new Entry("sub", true, 0)), true));
    }
  }

  @Test
  void namesThatAreNoTextAreNotThere() throws Exception {
    Files.writeString(root.resolve("with\ttab"), "x");
    Files.writeString(root.resolve("with\nend"), "x");
    try (ServedFile opened = folder.open("")) {
      assertThat(opened.entries(100).entries())
          .extracting(Entry::name)
          .containsExactly("a.txt", "sub");
    }
  }

  @Test
  void asManyNamesAsTheLimitAreLookedAt() throws Exception {
    Path many = Files.createDirectories(root.resolve("many"));
    for (int n = 0; n < 5; n++) {
      Files.writeString(many.resolve("f" + n), "x");
    }
    try (ServedFile opened = folder.open("many")) {
      assertThat(opened.entries(5).entries()).hasSize(5);
      assertThat(opened.entries(5).isWhole()).isTrue();
      assertThat(opened.entries(4).entries()).hasSize(4);
      assertThat(opened.entries(4).isWhole()).isFalse();
    }
  }

  @Test
  void noDescriptorIsLeft() throws Exception {
    Files.createSymbolicLink(root.resolve("out"), Path.of("../secret"));
    long before = descriptors();
    for (int n = 0; n < 200; n++) {
      read("a.txt");
      assertThatThrownBy(() -> folder.open("out")).isInstanceOf(IOException.class);
    }
    assertThat(descriptors()).isLessThan(before + 50);
  }

  private static long descriptors() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
