package io.jackfield.cli.gopher;

import io.jackfield.cli.progress.TextColumns;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.MenuItem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A menu as lines for people: numbers for those that lead somewhere. Words to be read are all
 * there, further to the left or in more lines where they are too long; of items no more than fits a
 * line.
 */
final class MenuPage {
  private static final String WEB = "URL:";

  /** What stands before the words of an item. */
  private static final int NUMBER_COLUMNS = 10;

  private final List<MenuItem> links = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final int columns;

  /** Of lines that are at most {@code columns} wide. */
  MenuPage(List<MenuItem> items, int columns) {
    this.columns = Math.max(1, columns);
    int widest =
        items.stream()
            .filter(item -> item.kind() == ItemKind.INFORMATION)
            .mapToInt(item -> TextColumns.of(shown(item)))
            .max()
            .orElse(0);
    // The same for all of them: they may be a drawing.
    String margin = " ".repeat(Math.clamp(this.columns - widest, 0, NUMBER_COLUMNS));
    for (MenuItem item : items) {
      if (item.kind() == ItemKind.INFORMATION) {
        TextColumns.lines(shown(item), this.columns - margin.length())
            .forEach(line -> add(line.isEmpty() ? "" : margin + line));
      } else {
        add(line(item));
      }
    }
  }

  private void add(String line) {
    lines.add(TextColumns.cut(line, columns));
  }

  private static String shown(MenuItem item) {
    return TextColumns.harmless(item.display()).stripTrailing();
  }

  private String line(MenuItem item) {
    String shown = shown(item);
    return switch (item.kind()) {
      case INFORMATION -> shown;
      case ERROR -> "   error: " + shown;
      case MENU, TEXT, SEARCH, BINARY, ELSEWHERE -> {
        links.add(item);
        yield "%3d  %-4s %s".formatted(links.size(), label(item), shown);
      }
    };
  }

  private static String label(MenuItem item) {
    return switch (item.kind()) {
      case MENU -> "menu";
      case TEXT -> "text";
      case SEARCH -> "find";
      case ELSEWHERE -> "else";
      default ->
          switch (item.type()) {
            case 'g', 'I', 'p' -> "pic";
            case 'h' -> "web";
            case 's' -> "snd";
            default -> "file";
          };
    };
  }

  /** All lines. */
  List<String> lines() {
    return lines;
  }

  /** What the numbers lead to; 1 is the first. */
  List<MenuItem> links() {
    return links;
  }

  /** Of what is had by another protocol: a sentence that says where; empty for Gopher's own. */
  static String elsewhere(MenuItem item) {
    String selector = item.selector().text();
    if (selector.startsWith(WEB)) {
      return "That is not Gopher: " + TextColumns.harmless(selector.substring(WEB.length()));
    }
    return item.kind() == ItemKind.ELSEWHERE
        ? "That is not Gopher: type "
            + item.type()
            + " at "
            + TextColumns.harmless(item.host())
            + " port "
            + item.port()
        : "";
  }

  /** An item where nobody picks numbers: what it says, and where it leads. */
  static String plain(MenuItem item, Function<MenuItem, GopherUrl> leads) {
    String shown = shown(item);
    String selector = item.selector().text();
    return switch (item.kind()) {
      case INFORMATION -> shown;
      case ERROR -> "error: " + shown;
      case MENU, TEXT, SEARCH, BINARY, ELSEWHERE ->
          shown
              + "  <"
              + (selector.startsWith(WEB)
                  ? TextColumns.harmless(selector.substring(WEB.length()))
                  : leads.apply(item))
              + ">";
    };
  }
}
