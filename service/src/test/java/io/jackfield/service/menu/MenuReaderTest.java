package io.jackfield.service.menu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.service.toml.TomlException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MenuReaderTest {
  private static final String GOOD =
      """
      start = "main"
      [menu.main]
      prompt = "p"
      otherwise = "o"
      """;

  private static Menu.All read(String text) throws IOException {
    return MenuReader.read("FILE", new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private static String text(Menu.Words words) {
    return new String(words.bytes(), UTF_8);
  }

  @Test
  void theOneThatShipsIsTheTables() throws IOException {
    Menu.All shipped = MenuFile.shipped().menus();
    Menu main = shipped.start();
    assertThat(shipped.byName()).hasSize(1);
    assertThat(text(main.prompt())).isEqualTo("欢迎致电 10086,请输入1xxx,0转人工服务.");
    assertThat(text(main.otherwise())).isEqualTo("请重新输入.");
    assertThat(main.keys()).containsOnlyKeys("0", "exit");
    Menu.Key person = requireNonNull(main.keys().get("0"));
    assertThat(text(person.say())).isEqualTo("通过可能会被录音.");
    assertThat(person.goTo()).isNull();
    assertThat(person.hangsUp()).isFalse();
    Menu.Key exit = requireNonNull(main.keys().get("exit"));
    assertThat(text(exit.say())).isEmpty();
    assertThat(exit.hangsUp()).isTrue();
  }

  @Test
  void theSampleHasTwoLevels() throws IOException {
    Menu.All sample = MenuFile.of(Path.of("../samples/phone-menu.toml")).menus();
    assertThat(sample.byName()).containsOnlyKeys("main", "hours");
    assertThat(sample.start().keys().get("1"))
        .isNotNull()
        .extracting(Menu.Key::goTo)
        .isEqualTo("hours");
  }

  @Test
  void aFileIsReadOnce() throws IOException {
    MenuFile file = MenuFile.shipped();
    assertThat(file.known()).isNull();
    file.read();
    assertThat(file.known()).isNotNull().isSameAs(file.menus());
  }

  @Test
  void aFileThatIsNotThereIsSaidSo() {
    assertThatThrownBy(MenuFile.of(Path.of("nothing.toml"))::read)
        .isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          strat = "x"                                      | FILE:1:1: 'strat' is not known here; there are: menu, start
          start = 1\\n[menu.a]\\nprompt="p"\\notherwise=""   | FILE:1:1: 'start' is to be a text
          start = "b"\\n[menu.a]\\nprompt=""\\notherwise=""  | FILE:1:1: there is no [menu.b]
          [menu.a]\\nprompt=""\\notherwise=""               | 'start' is missing
          start = "a"                                      | there is no menu
          start = "a"\\nmenu = 1                            | FILE:2:1: there is no menu
          start = "a"\\nmenu.a = 1                          | FILE:2:1: 'a' is to be a table
          start = "a"\\n[menu.a]\\nprompt="p"               | FILE:3:1: 'otherwise' is missing
          start = "a"\\n[menu.a]\\nprompt=3\\notherwise=""  | FILE:3:1: 'prompt' is to be a text
          start = "a" "b"                                  | FILE:1:13:
          start = "a                                       | FILE:1:11:
          start = "a"\\nstart = "b"                         | FILE:2:1:
          """)
  void whatIsWrongIsSaidWithItsPlace(String file, String error) {
    assertThatThrownBy(() -> read(file.translateEscapes()))
        .isInstanceOf(TomlException.class)
        .hasMessageStartingWith("FILE")
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          0 = 1                                    | FILE:6:1: '0' is to be a table
          0 = { sya = "x" }                        | FILE:6:7: 'sya' is not known here; there are: go-to, hang-up, say
          0 = { say = 1 }                          | FILE:6:7: 'say' is to be a text
          0 = { go-to = "nowhere" }                | FILE:6:7: there is no [menu.nowhere]
          0 = { hang-up = "yes" }                  | FILE:6:7: 'hang-up' is to be true or false
          0 = { hang-up = true, go-to = "main" }   | FILE:6:23: a key that hangs up leads to no menu
          "a\\nb" = { say = "" }                   | FILE:6:1: a key cannot have a line's end within it
          """)
  void soIsWhatIsWrongOfAKey(String key, String error) {
    assertThatThrownBy(() -> read(GOOD + "[menu.main.keys]\n" + key + "\n"))
        .isInstanceOf(TomlException.class)
        .hasMessageContaining(error);
  }

  @Test
  void anyTextMayBeAKeyTheEmptyOneToo() throws IOException {
    var menus = read(GOOD + "[menu.main.keys]\n\"\" = {}\n\"* #\" = {}\n\"人工\" = {}\n");
    assertThat(menus.start().keys()).containsOnlyKeys("", "* #", "人工");
  }

  @Test
  void whatIsNoUtf8IsSaidWithItsLine() {
    byte[] file = (GOOD + "# \u00ff").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> MenuReader.read("FILE", new ByteArrayInputStream(file)))
        .hasMessage("FILE:5:3: this is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(ints = {Menu.Words.LIMIT_BYTES, Menu.Words.LIMIT_BYTES + 1})
  void aTextHasALimit(int length) throws IOException {
    String file = GOOD.replace("\"p\"", "\"" + "x".repeat(length) + "\"");
    if (length == Menu.Words.LIMIT_BYTES) {
      assertThat(read(file).start().prompt().length()).isEqualTo(length);
    } else {
      assertThatThrownBy(() -> read(file))
          .hasMessage("FILE:3:1: a text of 4097 bytes; 4096 are the most");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MenuReader.LIMIT_KEY_BYTES, MenuReader.LIMIT_KEY_BYTES + 1})
  void aKeyHasALimit(int length) throws IOException {
    String file = GOOD + "[menu.main.keys]\n" + "x".repeat(length) + " = {}\n";
    if (length == MenuReader.LIMIT_KEY_BYTES) {
      assertThat(read(file).start().keys()).hasSize(1);
    } else {
      assertThatThrownBy(() -> read(file)).hasMessageContaining("256 are the most");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MenuReader.LIMIT_ENTRIES, MenuReader.LIMIT_ENTRIES + 1})
  void thereAreOnlySoManyKeysAndMenus(int count) throws IOException {
    var keys = new StringBuilder(GOOD + "[menu.main.keys]\n");
    var menus = new StringBuilder(GOOD);
    for (int i = 0; i < count; i++) {
      keys.append(i).append(" = {}\n");
      menus.append(i == 0 ? "" : "[menu." + i + "]\nprompt = \"\"\notherwise = \"\"\n");
    }
    if (count == MenuReader.LIMIT_ENTRIES) {
      assertThat(read(keys.toString()).start().keys()).hasSize(count);
      assertThat(read(menus.toString()).byName()).hasSize(count);
    } else {
      assertThatThrownBy(() -> read(keys.toString()))
          .hasMessageContaining("257 keys; 256 are the most");
      assertThatThrownBy(() -> read(menus.toString()))
          .hasMessageContaining("257 menus; 256 are the most");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MenuFile.LIMIT_BYTES, MenuFile.LIMIT_BYTES + 1})
  void aFileHasALimit(int length) throws IOException {
    String file = GOOD + "#" + "x".repeat(length - GOOD.length() - 1);
    if (length == MenuFile.LIMIT_BYTES) {
      assertThat(read(file).byName()).hasSize(1);
    } else {
      assertThatThrownBy(() -> read(file))
          .hasMessage("FILE:1:1: longer than 65536 bytes, that is no such file");
    }
  }
}
