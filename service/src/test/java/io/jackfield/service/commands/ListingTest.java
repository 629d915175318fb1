package io.jackfield.service.commands;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListingTest {
  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(folder.resolve("outside"));
    file(folder.resolve("outside/secret"));
  }

  private static void file(Path path) throws IOException {
    Files.createFile(path);
  }

  private String list(String typed) {
    return new String(new Listing(root).of(typed.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void namesAreSortedByCodePointAndFoldersShown() throws IOException {
    for (String name :
        new String[] {"b", "a", "B", "10", "9", "\u00e4", "\uff5e", "\ud83d\ude00"}) {
      file(root.resolve(name));
    }
    Files.createDirectory(root.resolve("c"));
    Files.createDirectory(root.resolve("A"));
    // A tilde of full width (U+FF5E) is before a face (U+1F600), which UTF-16 has the other way.
    assertThat(list("")).isEqualTo("10\n9\nA/\nB\na\nb\nc/\n\u00e4\n\uff5e\n\ud83d\ude00\n");
  }

  @Test
  void aFolderWithinIsListedByItsWay() throws IOException {
    Files.createDirectories(root.resolve("one/two words"));
    file(root.resolve("one/two words/\u4f60\u597d"));
    assertThat(list("one")).isEqualTo("two words/\n");
    assertThat(list("one/")).isEqualTo("two words/\n");
    assertThat(list("one/two words")).isEqualTo("\u4f60\u597d\n");
    assertThat(list("one//two words//")).isEqualTo("\u4f60\u597d\n");
  }

  @Test
  void anEmptyFolderHasNoNames() {
    assertThat(list("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..", "../", "../outside", "one/..", "one/../..", "one/../../outside", ".", "./one", "/",
        "//", "/etc", "nothing", "file", "file/", "one/nothing", "one\0", "\0", ".hidden",
        "one/.hidden", " ", "one ", "~", "out", "out/", "out/secret", "hidden-by-link", "nowhere",
        "loop", "%2e%2e", "..\\outside", "\ufffd", "*"
      })
  void whatIsNotServedIsNotThere(String typed) throws IOException {
    Files.createDirectories(root.resolve("one/.hidden"));
    Files.createDirectory(root.resolve(".hidden"));
    file(root.resolve("file"));
    Files.createSymbolicLink(root.resolve("out"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("hidden-by-link"), Path.of(".hidden"));
    Files.createSymbolicLink(root.resolve("nowhere"), Path.of("nothing"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
    assertThat(list(typed)).isEqualTo("error: no such directory: " + typed + "\n");
    String whole = root.toRealPath().resolve("one").toString();
    assertThat(list(whole)).isEqualTo("error: no such directory: " + whole + "\n");
    assertThat(list("")).isEqualTo("file\none/\n");
    assertThat(list("one")).isEmpty();
  }

  @Test
  void aLinkWithinCountsForWhatItLeadsTo() throws IOException {
    Files.createDirectory(root.resolve("one"));
    file(root.resolve("one/inside"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("one"));
    Files.createSymbolicLink(root.resolve("name"), Path.of("one/inside"));
    assertThat(list("")).isEqualTo("link/\nname\none/\n");
    assertThat(list("link")).isEqualTo("inside\n");
  }

  @Test
  void theRootItselfMayBeALinkAndBelowAFolderWithADot() throws IOException {
    Files.createDirectories(folder.resolve(".config/files"));
    file(folder.resolve(".config/files/x"));
    root = Files.createSymbolicLink(folder.resolve("link"), folder.resolve(".config/files"));
    assertThat(list("")).isEqualTo("x\n");
  }

  @Test
  void aRootThatIsNotThereIsSaidToBeNone() {
    root = folder.resolve("gone");
    assertThat(list("")).isEqualTo("error: no such directory: \n");
  }

  @Test
  void bytesThatAreNoTextComeBackInTheErrorAsTheyWere() {
    byte[] typed = {'a', (byte) 0xff, (byte) 0xc3};
    byte[] answer = new Listing(root).of(typed);
    assertThat(answer).startsWith("error: no such directory: ".getBytes(UTF_8));
    assertThat(answer).endsWith((byte) 'a', (byte) 0xff, (byte) 0xc3, (byte) '\n');
  }

  @Test
  void aLineEndWithinANameDoesNotMakeTwo() throws IOException {
    file(root.resolve("a\nb\rc"));
    assertThat(list("")).isEqualTo("a\ufffdb\ufffdc\n");
  }

  @Test
  void tooManyNamesAreCutWithAWord() throws IOException {
    var listing = new Listing(root, 3);
    for (int i = 1; i <= 3; i++) {
      file(root.resolve("file" + i));
      file(root.resolve(".hidden" + i));
    }
    assertThat(new String(listing.of(new byte[0]), UTF_8)).isEqualTo("file1\nfile2\nfile3\n");
    file(root.resolve("file4"));
    assertThat(new String(listing.of(new byte[0]), UTF_8))
        .matches("(file[1-4]\n){3}error: more than 3 names; the rest is not listed\n");
  }
}
