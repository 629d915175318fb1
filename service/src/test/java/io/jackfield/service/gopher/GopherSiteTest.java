package io.jackfield.service.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.protocol.gopher.GopherRequest;
import io.jackfield.protocol.gopher.Selector;
import io.jackfield.reactor.endpoint.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a folder is as menus. */
@Timeout(60)
final class GopherSiteTest {
  private static final HostPort HERE = new HostPort("here", 7070);

  @TempDir private Path root;

  private void write(String name, String content) throws IOException {
    Path at = root.resolve(name);
    Files.createDirectories(requireNonNull(at.getParent()));
    Files.writeString(at, content);
  }

  private Answer answer(String selector, String words) {
    var request = new GopherRequest(Selector.of(selector), words);
    return new GopherSite(root).answer(request, HERE, () -> false);
  }

  private String menu(String selector, String words) {
    try (Answer answer = answer(selector, words)) {
      assertThat(answer).isInstanceOf(Answer.Menu.class);
      return new String(((Answer.Menu) answer).wire(), UTF_8);
    }
  }

  private String menu(String selector) {
    return menu(selector, "");
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n.\r\n";
  }

  @Test
  void aFolderIsAMenuOfWhatIsInIt() throws Exception {
    write("b.txt", "bb");
    write("a/x.txt", "");
    write("Size.bin", "x".repeat(1_536));
    write(".hidden", "");
    assertThat(menu(""))
        .isEqualTo(
            lines(
                "9Size.bin (1.5 KiB)\t/Size.bin\there\t7070",
                "1a/\t/a\there\t7070",
                "0b.txt (2 bytes)\t/b.txt\there\t7070",
                "7Search for words below here\t/\there\t7070"));
    assertThat(menu("/")).isEqualTo(menu(""));
    assertThat(menu("/a"))
        .isEqualTo(
            lines(
                "1..\t\there\t7070",
                "0x.txt (0 bytes)\t/a/x.txt\there\t7070",
                "7Search for words below here\t/a\there\t7070"));
    assertThat(menu("a/")).isEqualTo(menu("/a"));
  }

  @Test
  void aGophermapSaysWhatAMenuShows() throws Exception {
    write("d/gophermap", "Hello\n0One\tone.txt\n*\nnever\n");
    write("d/one.txt", "1");
    assertThat(menu("d"))
        .isEqualTo(
            lines(
                "iHello\t\terror.host\t1",
                "0One\t/d/one.txt\there\t7070",
                "0one.txt (1 byte)\t/d/one.txt\there\t7070"));
  }

  @Test
  void aFolderCalledGophermapIsNoMap() throws Exception {
    write("gophermap/x.txt", "");
    assertThat(menu("")).contains("7Search");
  }

  @Test
  void ofAGophermapIsReadAsMuchAsItsLimit() throws Exception {
    write("gophermap", "x".repeat(FolderMenu.MAP_LIMIT_BYTES));
    assertThat(menu("")).doesNotContain("There is more");
    write("gophermap", "x".repeat(FolderMenu.MAP_LIMIT_BYTES) + "y");
    assertThat(menu(""))
        .contains("i(There is more, but 262144 bytes are read.)")
        .doesNotContain("y\t");
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, 0",
    "a.TXT, 0",
    "a.md, 0",
    "a.java, 0",
    "a.png, I",
    "a.JPEG, I",
    "a.gif, g",
    "a.html, h",
    "a.mp3, s",
    "a.pdf, d",
    "a.tar.gz, 9",
    "README, 0",
    "a.unknown, 0",
    "a., 0"
  })
  void namesSayWhatFilesAre(String name, char type) throws Exception {
    write(name, "words");
    assertThat(menu("")).contains(type + name + " (5 bytes)");
  }

  @Test
  void whereTheNameSaysNothingTheContentDoes() throws Exception {
    write("program", "ELF\0\1");
    write("text", "Grüße\n");
    write("empty", "");
    assertThat(menu("")).contains("9program", "0text", "0empty");
    try (Answer program = answer("program", "");
        Answer text = answer("text", "")) {
      assertThat(program).isInstanceOf(Answer.Binary.class);
      assertThat(text).isInstanceOf(Answer.Text.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "../secret", "/..", "/.hidden", "//etc/passwd", "GET / HTTP/1.0"})
  void whatIsNotThereIsRefused(String selector) {
    assertThat(menu(selector))
        .isEqualTo(lines("3there is no '" + selector + "' here\t\terror.host\t1"));
  }

  @Test
  void aSelectorThatIsNoTextIsRefused() {
    var request = new GopherRequest(new Selector("/\u00ff\u001b"), "");
    try (Answer answer = new GopherSite(root).answer(request, HERE, () -> false)) {
      assertThat(new String(((Answer.Menu) answer).wire(), UTF_8))
          .isEqualTo(lines("3there is no '/ÿ ' here\t\terror.host\t1"));
    }
  }

  @Test
  void withoutItsFolderNothingIsThere() throws Exception {
    Files.delete(root);
    assertThat(menu("")).startsWith("3there is no ''");
    Files.createDirectory(root);
  }

  @Test
  void asManyNamesAreShownAsTheLimit() throws Exception {
    for (int n = 0; n < FolderMenu.MOST_NAMES; n++) {
      Files.createFile(root.resolve(n + ".txt"));
    }
    assertThat(menu("")).doesNotContain("There is more");
    Files.createFile(root.resolve("one more.txt"));
    assertThat(menu("")).contains("i(There is more, but 10000 names are shown.)");
  }

  @Test
  void aMenuEndsAtItsLimit() throws Exception {
    String name = "n".repeat(200);
    for (int n = 0; n < 3_000; n++) {
      Files.createFile(root.resolve(name + n + ".txt"));
    }
    String menu = menu("");
    assertThat(menu.getBytes(UTF_8)).hasSizeBetween(1_040_000, MenuWriter.LIMIT_BYTES);
    assertThat(menu)
        .endsWith("i(There is more, but a menu ends at 1048576 bytes.)\t\terror.host\t1\r\n.\r\n");
  }

  // ---- search -----------------------------------------------------------------------------------

  @Test
  void wordsAreFoundInNamesAndLines() throws Exception {
    write("poems/wind.txt", "Nothing.\n  Who has seen the WIND?\nwind\n");
    write("wind and rain/x.txt", "");
    write("a/b/storm.txt", "the wind\n");
    write("a.png", "wind");
    write(".hidden/wind.txt", "wind");
    write("gophermap", "wind");
    assertThat(menu("", "wind"))
        .isEqualTo(
            lines(
                "1wind and rain/\t/wind and rain\there\t7070",
                "0wind.txt (39 bytes)\t/poems/wind.txt\there\t7070",
                "0storm.txt: the wind\t/a/b/storm.txt\there\t7070",
                "i3 files found for 'wind'.\t\terror.host\t1"));
    assertThat(menu("", " Has   WIND "))
        .isEqualTo(
            lines(
                "0wind.txt: Who has seen the WIND?\t/poems/wind.txt\there\t7070",
                "i1 file found for 'has wind'.\t\terror.host\t1"));
    assertThat(menu("a", "wind")).contains("i1 file found");
    assertThat(menu("poems/wind.txt".replace("/wind.txt", ""), "snow"))
        .isEqualTo(lines("iNothing found for 'snow'.\t\terror.host\t1"));
  }

  @Test
  void asManyAreShownAsTheLimit() throws Exception {
    for (int n = 0; n < WordSearch.MOST_FOUND; n++) {
      write("word" + n + ".txt", "");
    }
    assertThat(menu("", "word")).contains("100 files found for 'word'.");
    write("word.txt", "");
    assertThat(menu("", "word")).contains("100 files found for 'word'; not everything");
  }

  @Test
  void foldersAreGoneIntoAsDeepAsTheLimit() throws Exception {
    String path = "d/".repeat(WordSearch.DEEPEST);
    write(path + "needle.txt", "");
    assertThat(menu("", "needle")).contains("i1 file found for 'needle'.");
    write("e" + path + "d/needle.txt", "");
    assertThat(menu("", "needle")).contains("i1 file found for 'needle'; not everything");
  }

  @Test
  void ofATextIsReadAsMuchAsItsLimit() throws Exception {
    write("a.txt", " ".repeat(WordSearch.FILE_LIMIT_BYTES - 6) + "needle");
    assertThat(menu("", "needle")).contains("1 file found for 'needle'.");
    write("a.txt", " ".repeat(WordSearch.FILE_LIMIT_BYTES - 5) + "needle");
    assertThat(menu("", "needle")).contains("Nothing found for 'needle'; not everything");
    write("b.txt", "needle");
    assertThat(menu("", "needle")).contains("1 file found for 'needle'; not everything");
  }

  @Test
  void nobodySearchesForWhoHasGone() throws Exception {
    for (int n = 0; n < 50; n++) {
      write(n + ".txt", "x");
    }
    var asked = new AtomicInteger();
    var request = new GopherRequest(Selector.ROOT, "x");
    try (Answer answer =
        new GopherSite(root).answer(request, HERE, () -> asked.incrementAndGet() > 3)) {
      assertThat(new String(((Answer.Menu) answer).wire(), UTF_8).lines().count()).isLessThan(6);
    }
  }
}
