package io.jackfield.service.menu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  private static Menu.All read(String text) throws MenuException {
    return MenuReader.read("FILE", text.getBytes(UTF_8));
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
          strat = "x"                                      | line 1, column 1: 'strat' is not known here; there are: menu, start
          start = 1\\n[menu.a]\\nprompt="p"\\notherwise=""   | line 1, column 1: 'start' is to be a text
          start = "b"\\n[menu.a]\\nprompt=""\\notherwise=""  | line 1, column 1: there is no [menu.b]
          [menu.a]\\nprompt=""\\notherwise=""               | 'start' is missing
          start = "a"                                      | there is no menu
          start = "a"\\nmenu = 1                            | line 2, column 1: there is no menu
          start = "a"\\nmenu.a = 1                          | line 2, column 1: 'a' is to be a table
          start = "a"\\n[menu.a]\\nprompt="p"               | line 3, column 1: 'otherwise' is missing
          start = "a"\\n[menu.a]\\nprompt=3\\notherwise=""  | line 3, column 1: 'prompt' is to be a text
          start = "a" "b"                                  | line 1, column 13:
          start = "a                                       | line 1, column 11:
          start = "a"\\nstart = "b"                         | line 2, column 1:
          """)
  void whatIsWrongIsSaidWithItsPlace(String file, String error) {
    assertThatThrownBy(() -> read(file.translateEscapes()))
        .isInstanceOf(MenuException.class)
        .hasMessageStartingWith("FILE")
        .hasMessageContaining(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          0 = 1                                    | line 6, column 1: '0' is to be a table
          0 = { sya = "x" }                        | line 6, column 7: 'sya' is not known here; there are: go-to, hang-up, say
          0 = { say = 1 }                          | line 6, column 7: 'say' is to be a text
          0 = { go-to = "nowhere" }                | line 6, column 7: there is no [menu.nowhere]
          0 = { hang-up = "yes" }                  | line 6, column 7: 'hang-up' is to be true or false
          0 = { hang-up = true, go-to = "main" }   | line 6, column 23: a key that hangs up leads to no menu
          "a\\nb" = { say = "" }                   | line 6, column 1: a key cannot have a line's end within it
          """)
  void soIsWhatIsWrongOfAKey(String key, String error) {
    assertThatThrownBy(() -> read(GOOD + "[menu.main.keys]\n" + key + "\n"))
        .isInstanceOf(MenuException.class)
        .hasMessageContaining(error);
  }

  @Test
  void anyTextMayBeAKeyTheEmptyOneToo() throws MenuException {
    var menus = read(GOOD + "[menu.main.keys]\n\"\" = {}\n\"* #\" = {}\n\"人工\" = {}\n");
    assertThat(menus.start().keys()).containsOnlyKeys("", "* #", "人工");
  }

  @Test
  void whatIsNoUtf8IsSaidWithItsLine() {
    byte[] file = (GOOD + "# \u00ff").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> MenuReader.read("FILE", file))
        .hasMessage("FILE, line 5: this is not UTF-8");
  }

  @ParameterizedTest
  @ValueSource(ints = {Menu.Words.LIMIT_BYTES, Menu.Words.LIMIT_BYTES + 1})
  void aTextHasALimit(int length) throws MenuException {
    String file = GOOD.replace("\"p\"", "\"" + "x".repeat(length) + "\"");
    if (length == Menu.Words.LIMIT_BYTES) {
      assertThat(read(file).start().prompt().length()).isEqualTo(length);
    } else {
      assertThatThrownBy(() -> read(file))
          .hasMessage("FILE, line 3, column 1: a text of 4097 bytes; 4096 are the most");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MenuReader.LIMIT_KEY_BYTES, MenuReader.LIMIT_KEY_BYTES + 1})
  void aKeyHasALimit(int length) throws MenuException {
    String file = GOOD + "[menu.main.keys]\n" + "x".repeat(length) + " = {}\n";
    if (length == MenuReader.LIMIT_KEY_BYTES) {
      assertThat(read(file).start().keys()).hasSize(1);
    } else {
      assertThatThrownBy(() -> read(file)).hasMessageContaining("256 are the most");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MenuReader.LIMIT_ENTRIES, MenuReader.LIMIT_ENTRIES + 1})
  void thereAreOnlySoManyKeysAndMenus(int count) throws MenuException {
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
  void aFileHasALimit(int length) throws MenuException {
    String file = GOOD + "#" + "x".repeat(length - GOOD.length() - 1);
    if (length == MenuFile.LIMIT_BYTES) {
      assertThat(read(file).byName()).hasSize(1);
    } else {
      assertThatThrownBy(() -> read(file)).hasMessage("FILE is longer than 65536 bytes");
    }
  }
}
