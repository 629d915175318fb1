package io.jackfield.cli.gopher;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.cli.progress.TextColumns;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.MenuItem;
import io.jackfield.protocol.gopher.Selector;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MenuPageTest {
  private static MenuItem item(char type, String display, String selector) {
    return new MenuItem(type, display, Selector.of(selector), "h", 70);
  }

  private static String plain(MenuItem item) {
    return MenuPage.plain(item, GopherUrl::of);
  }

  @Test
  void whatLeadsSomewhereHasANumber() {
    var items =
        List.of(
            MenuItem.information("Welcome"),
            MenuItem.information(""),
            item('0', "a text", "/a"),
            item('1', "a menu", "/b"),
            MenuItem.error("gone"),
            item('7', "search", "/c"),
            item('9', "bytes", "/d"),
            item('I', "picture", "/e"),
            item('h', "site", "URL:https://example.org/"),
            item('8', "telnet", ""));
    var page = new MenuPage(items, 80);
    assertThat(page.lines())
        .containsExactly(
            "          Welcome",
            "",
            "  1  text a text",
            "  2  menu a menu",
            "   error: gone",
            "  3  find search",
            "  4  file bytes",
            "  5  pic  picture",
            "  6  web  site",
            "  7  else telnet");
    assertThat(page.links()).hasSize(7).first().isEqualTo(items.get(2));
  }

  @Test
  void linesAreNoWiderThanTheTerminal() {
    var items = List.of(item('0', "x".repeat(200), "/"), item('0', "漢".repeat(100), "/"));
    for (int columns : new int[] {1, 5, 20, 80}) {
      assertThat(new MenuPage(items, columns).lines())
          .allSatisfy(line -> assertThat(TextColumns.of(line)).isLessThanOrEqualTo(columns));
    }
    assertThat(new MenuPage(List.of(item('0', "x".repeat(70), "/")), 80).lines().getFirst())
        .hasSize(80)
        .endsWith("x");
  }

  @Test
  void wordsAreAllThereHoweverNarrowTheTerminal() {
    var items = List.of(MenuItem.information("ab cd ef gh"), MenuItem.information("x"));
    assertThat(new MenuPage(items, 21).lines())
        .containsExactly("          ab cd ef gh", "          x");
    assertThat(new MenuPage(items, 13).lines()).containsExactly("  ab cd ef gh", "  x");
    assertThat(new MenuPage(items, 11).lines()).containsExactly("ab cd ef gh", "x");
    assertThat(new MenuPage(items, 10).lines()).containsExactly("ab cd ef", "gh", "x");
  }

  @Test
  void whatATerminalWouldObeyIsReplaced() {
    assertThat(new MenuPage(List.of(MenuItem.information("a\u001b[2Jb\rc")), 80).lines())
        .containsExactly("          a\ufffd[2Jb\ufffdc");
    assertThat(plain(item('0', "\u001b\n", "/a\u001b")))
        .isEqualTo("\ufffd\ufffd  <gopher://h/0/a%1B>");
    assertThat(plain(item('h', "", "URL:\u001b[2J"))).isEqualTo("  <\ufffd[2J>");
    assertThat(MenuPage.elsewhere(item('h', "", "URL:\u001b[2J")))
        .isEqualTo("That is not Gopher: \ufffd[2J");
  }

  @Test
  void linesForAPipeSayWhereTheyLead() {
    assertThat(plain(item('1', "Dir", "/d e"))).isEqualTo("Dir  <gopher://h/1/d%20e>");
    assertThat(plain(item('h', "Site", "URL:https://x/"))).isEqualTo("Site  <https://x/>");
    assertThat(plain(MenuItem.information("words"))).isEqualTo("words");
    assertThat(plain(MenuItem.error("no"))).isEqualTo("error: no");
  }
}
