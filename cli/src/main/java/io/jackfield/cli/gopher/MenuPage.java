package io.jackfield.cli.gopher;

import io.jackfield.cli.progress.TextColumns;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.MenuItem;
import java.util.ArrayList;
import java.util.List;

/**
 * A menu as lines for people: numbers for those that lead somewhere, no more than fits a column.
 */
final class MenuPage {
  private static final String WEB = "URL:";

  private final List<MenuItem> links = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  /** Of lines that are at most {@code columns} wide. */
  MenuPage(List<MenuItem> items, int columns) {
    for (MenuItem item : items) {
      lines.add(TextColumns.cut(line(item), Math.max(1, columns)));
    }
  }

  private String line(MenuItem item) {
    String shown = TextColumns.harmless(item.display()).stripTrailing();
    return switch (item.kind()) {
      case INFORMATION -> shown.isEmpty() ? "" : " ".repeat(10) + shown;
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
  static String plain(MenuItem item) {
    String shown = TextColumns.harmless(item.display()).stripTrailing();
    String selector = item.selector().text();
    return switch (item.kind()) {
      case INFORMATION -> shown;
      case ERROR -> "error: " + shown;
      case MENU, TEXT, SEARCH, BINARY, ELSEWHERE ->
          shown
              + "  <"
              + (selector.startsWith(WEB)
                  ? TextColumns.harmless(selector.substring(WEB.length()))
                  : GopherUrl.of(item))
              + ">";
    };
  }
}
