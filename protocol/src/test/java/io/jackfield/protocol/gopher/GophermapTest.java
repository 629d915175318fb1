package io.jackfield.protocol.gopher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.protocol.gopher.Gophermap.Part;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GophermapTest {
  private static List<Part> parsed(String text) {
    return new Gophermap(Selector.of("/poems"), "here", 7070).parse(text.getBytes(UTF_8));
  }

  private static Part item(char type, String display, String selector, String host, int port) {
    return new Part.Item(new MenuItem(type, display, Selector.of(selector), host, port));
  }

  private static Part read(String text) {
    return new Part.Item(MenuItem.information(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0One<TAB>/one.txt                 | 0 | One | /one.txt         | here | 7070",
        "0One<TAB>one.txt                  | 0 | One | /poems/one.txt   | here | 7070",
        "0one.txt<TAB>                     | 0 | one.txt | /poems/one.txt | here | 7070",
        "1Up<TAB>/                         | 1 | Up  | /                | here | 7070",
        "1There<TAB>dir<TAB>there          | 1 | There | dir            | there | 70",
        "1There<TAB><TAB>there<TAB>        | 1 | There | There          | there | 70",
        "1There<TAB>/d<TAB>there<TAB>71    | 1 | There | /d             | there | 71",
        "1Here<TAB>/d<TAB><TAB>71          | 1 | Here | /d              | here | 71",
        "hSite<TAB>URL:https://example.org/ | h | Site | URL:https://example.org/ | here | 7070",
        "0Größe<TAB>größe                  | 0 | Größe | /poems/größe   | here | 7070"
      })
  void aLineWithATabIsAnItem(
      String line, char type, String display, String selector, String host, int port) {
    assertThat(parsed(line.replace("<TAB>", "\t")))
        .containsExactly(item(type, display, selector, host, port));
  }

  @Test
  void linesWithoutATabAreToBeReadAndCommentsAreNot() {
    assertThat(parsed("Welcome!\r\n\r\n# a comment\n 0 indented\ninfo\t\nlast"))
        .containsExactly(
            read("Welcome!"), read(""), read(" 0 indented"), read("nfo"), read("last"));
  }

  @Test
  void aStarIsTheFoldersContentsAndTheEnd() {
    assertThat(parsed("a\n*\nb\n")).containsExactly(read("a"), new Part.Contents());
  }

  @Test
  void aDotIsTheEnd() {
    assertThat(parsed("a\n.\nb\n")).containsExactly(read("a"));
    assertThat(parsed("..\n*x\n")).containsExactly(read(".."), read("*x"));
  }

  @Test
  void whatIsWrongIsSeen() {
    assertThat(parsed("0x\ty\tthere\tport\n\t/x\n"))
        .containsExactly(read("0x y there port"), read(" /x here 7070"));
  }

  @Test
  void ofTheFirstFolderNamesBeginWithASlash() {
    assertThat(new Gophermap(Selector.ROOT, "h", 1).parse("0a\ta".getBytes(UTF_8)))
        .containsExactly(item('0', "a", "/a", "h", 1));
  }

  @Test
  void bytesAtRandomAreParts() {
    var random = new Random(1436);
    for (int n = 0; n < 20_000; n++) {
      var text = new StringBuilder();
      for (int at = random.nextInt(60); at > 0; at--) {
        text.append("\t\t\t\r\n01i3#7*.€\0".charAt(random.nextInt(15)));
      }
      for (Part part : parsed(text.toString())) {
        if (part instanceof Part.Item(MenuItem item)) {
          assertThat(item.bytes()).isNotEmpty();
        }
      }
    }
  }
}
