package io.jackfield.protocol.gopher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GopherUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gopher://quux.org                  | quux.org | 70   | 1 | ''          | ''",
        "gopher://quux.org/                 | quux.org | 70   | 1 | ''          | ''",
        "GOPHER://quux.org:/                | quux.org | 70   | 1 | ''          | ''",
        "gopher://quux.org:7070/1           | quux.org | 7070 | 1 | ''          | ''",
        "gopher://quux.org/0/a/b.txt        | quux.org | 70   | 0 | /a/b.txt    | ''",
        "gopher://quux.org/0a%20b           | quux.org | 70   | 0 | a b         | ''",
        "gopher://quux.org/0a b             | quux.org | 70   | 0 | a b         | ''",
        "gopher://quux.org/0/gr%C3%B6%c3%9fe| quux.org | 70   | 0 | /größe      | ''",
        "gopher://quux.org/0/größe          | quux.org | 70   | 0 | /größe      | ''",
        "gopher://quux.org/7/find%09a%20b   | quux.org | 70   | 7 | /find       | a b",
        "gopher://quux.org/7/find%09a%09%2B | quux.org | 70   | 7 | /find       | a",
        "gopher://quux.org/9/x?y=%25#top    | quux.org | 70   | 9 | /x?y=%      | ''",
        "gopher://[::1]/0/x                 | ::1      | 70   | 0 | /x          | ''",
        "gopher://[::1]:7070/               | ::1      | 7070 | 1 | ''          | ''",
        "gopher://[fe80::1%25eth0]:7070/    | fe80::1%eth0 | 7070 | 1 | ''      | ''",
        "gopher://127.0.0.1:65535/%30/x     | 127.0.0.1 | 65535 | 0 | /x        | ''"
      })
  void itIsRead(String text, String host, int port, char type, String selector, String words) {
    assertThat(GopherUrl.parse(text))
        .isEqualTo(new GopherUrl(host, port, type, Selector.of(selector), words));
  }

  @Test
  void byTlsItIsReadAndWrittenWithAnotherScheme() {
    GopherUrl url = GopherUrl.parse("GOPHERS://quux.org:7443/0/a%20b");
    assertThat(url.secure()).isTrue();
    assertThat(url).isEqualTo(GopherUrl.parse("gopher://quux.org:7443/0/a b").secured());
    assertThat(url).hasToString("gophers://quux.org:7443/0/a%20b");
    assertThat(GopherUrl.parse("gophers://quux.org").port()).isEqualTo(70);
    assertThat(url.withWords("x").secure()).isTrue();
    assertThat(GopherUrl.isOne("gophers://x")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "gopherss://quux.org/",
        "quux.org",
        "http://quux.org/",
        "gopher:quux.org",
        "gopher://",
        "gopher:///0/x",
        "gopher://:70/",
        "gopher://a b/",
        "gopher://user@quux.org/",
        "gopher://quux.org:0/",
        "gopher://quux.org:65536/",
        "gopher://quux.org:http/",
        "gopher://quux.org:99999999999/",
        "gopher://::1/",
        "gopher://[::1/",
        "gopher://[quux.org]/",
        "gopher://quux.org/0/%",
        "gopher://quux.org/0/%4",
        "gopher://quux.org/0/%zz",
        "gopher://quux.org/%09x",
        "gopher://quux.org/0/x%0d%0aQUIT",
        "gopher://quux.org/0/x%0A",
        "gopher://quux.org/0/x%00",
        "gopher://quux.org/7/x%09a%0db"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> GopherUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is no Gopher URL: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gopher://quux.org/",
        "gopher://quux.org:7070/1/x",
        "gopher://[::1]:7070/0/a%20b%C3%B6%25",
        "gopher://[fe80::1%25eth0]/9/%FF",
        "gopher://quux.org/7/find%09a%20b"
      })
  void itIsWrittenAsItIsRead(String text) {
    assertThat(GopherUrl.parse(text)).hasToString(text);
  }

  @Test
  void anySelectorComesBack() {
    var random = new Random(4266);
    for (int n = 0; n < 20_000; n++) {
      var octets = new StringBuilder();
      for (int at = random.nextInt(12); at > 0; at--) {
        char one = (char) random.nextInt(256);
        octets.append("\t\r\n\0".indexOf(one) >= 0 ? '%' : one);
      }
      var url = new GopherUrl("h", 70, '0', new Selector(octets.toString()), "");
      assertThat(GopherUrl.parse(url.toString())).isEqualTo(url);
    }
  }

  @Test
  void charactersAtRandomAreReadOrRefused() {
    var random = new Random(4266);
    int read = 0;
    for (int n = 0; n < 50_000; n++) {
      var text = new StringBuilder("gopher://");
      for (int at = random.nextInt(14); at > 0; at--) {
        text.append("a1:/[]%09\tö#@?".charAt(random.nextInt(14)));
      }
      try {
        GopherUrl url = GopherUrl.parse(text.toString());
        assertThat(GopherUrl.parse(url.toString())).isEqualTo(url);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("is no Gopher URL");
      }
    }
    assertThat(read).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({"/a/b.txt, b.txt", "/a/b/, b", "b, b", "'', ''", "/, ''", "//, ''", "a//, a"})
  void itsLastPartIsAName(String selector, String name) {
    assertThat(Selector.of(selector).lastPart()).isEqualTo(name);
  }
}
