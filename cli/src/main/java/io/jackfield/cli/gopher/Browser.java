package io.jackfield.cli.gopher;

import io.jackfield.cli.progress.ProgressDisplay;
import io.jackfield.cli.progress.ProgressTask;
import io.jackfield.cli.progress.TextColumns;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.MenuItem;
import io.jackfield.service.gopher.client.GopherConnection;
import io.jackfield.service.gopher.client.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Menus at a terminal: a number opens what it stands before. Texts are shown, files are saved. Used
 * by one thread, which waits.
 */
public final class Browser {
  /** Where it is used. */
  public interface Screen {
    int rows();

    int columns();

    /** Where it writes. */
    PrintWriter out();

    /** What is typed. */
    BufferedReader in();
  }

  private static final String HELP =
      """
      NUMBER  open it         Enter  more of this menu, or again from its top
      b       back            u      where this menu is, as a URL
      q       quit            ?      this help
      """;

  /** Room below a menu: for what there is to type, and the prompt. */
  private static final int ROWS_BELOW = 2;

  /**
   * A menu that is shown.
   *
   * @param leads says where an item leads
   * @param from the first line on the screen
   */
  private record Place(
      GopherUrl url, List<MenuItem> items, Function<MenuItem, GopherUrl> leads, int from) {
    Place from(int line) {
      return new Place(url, items, leads, line);
    }
  }

  private final Screen screen;
  private final Pager pager;
  private final Path folder;
  private final Way way;
  private final Function<Throwable, String> sentences;
  private final ArrayDeque<Place> places = new ArrayDeque<>();

  /**
   * Will browse.
   *
   * @param folder where files are saved
   * @param way of all that is asked for
   * @param sentences says what a failure means
   */
  public Browser(Screen screen, Path folder, Way way, Function<Throwable, String> sentences) {
    this.screen = screen;
    this.pager = new Pager(screen.out(), Pager.usual());
    this.folder = folder;
    this.way = way;
    this.sentences = sentences;
  }

  /**
   * Browses from there on, until its user has enough. What is no menu is shown or saved, and that
   * is all.
   *
   * @throws IOException if it is not to be had
   */
  public void run(Target target) throws IOException {
    open(target.url(), target.kind());
    if (places.isEmpty()) {
      return;
    }
    show();
    for (String typed; (typed = ask("> ")) != null && !typed.equals("q"); ) {
      try {
        obey(typed);
      } catch (IOException e) {
        say(TextColumns.harmless(sentences.apply(e)));
      }
    }
  }

  private @Nullable String ask(String prompt) throws IOException {
    screen.out().print(prompt);
    screen.out().flush();
    String typed = screen.in().readLine();
    if (typed == null) {
      screen.out().println();
      screen.out().flush();
    }
    return typed == null ? null : typed.strip();
  }

  private void say(String line) {
    screen.out().println(line);
    screen.out().flush();
  }

  private void obey(String typed) throws IOException {
    switch (typed) {
      case "" -> show();
      case "b" -> back();
      case "u" -> say(places.getLast().url().toString());
      case "?" -> {
        screen.out().print(HELP);
        screen.out().flush();
      }
      default -> {
        if (typed.matches("[0-9]{1,6}")) {
          choose(Integer.parseInt(typed));
        } else {
          say("'" + TextColumns.harmless(typed) + "' is nothing here; ? helps.");
        }
      }
    }
  }

  private void back() {
    if (places.size() == 1) {
      say("This is where you came in; q quits.");
      return;
    }
    places.removeLast();
    fromTop();
    show();
  }

  private void fromTop() {
    places.add(places.removeLast().from(0));
  }

  /** What to say to a number that is none of so many. */
  static String choice(int count) {
    return switch (count) {
      case 0 -> "Nothing here leads anywhere.";
      case 1 -> "There is only 1.";
      default -> "There is 1 to " + count + ".";
    };
  }

  private void choose(int number) throws IOException {
    List<MenuItem> links = new MenuPage(places.getLast().items(), screen.columns()).links();
    if (number < 1 || number > links.size()) {
      say(choice(links.size()));
      return;
    }
    MenuItem item = links.get(number - 1);
    String elsewhere = MenuPage.elsewhere(item);
    if (!elsewhere.isEmpty()) {
      say(elsewhere);
      return;
    }
    GopherUrl url = places.getLast().leads().apply(item);
    if (item.kind() == ItemKind.SEARCH) {
      String words = ask("Words to search for: ");
      if (words == null || words.isEmpty()) {
        return;
      }
      url = url.withWords(words.replaceAll("\\p{Cntrl}", " "));
    }
    int before = places.size();
    open(url, item.kind());
    if (places.size() > before) {
      show();
    }
  }

  // ---- what comes -------------------------------------------------------------------------------

  private void open(GopherUrl url, @Nullable ItemKind kind) throws IOException {
    try (var answer = GopherConnection.ask(url, kind, way)) {
      ByteBuffer first = answer.read();
      switch (answer.kind()) {
        case MENU -> places.add(new Place(url, answer.menu(first), answer::leadsTo, 0));
        case TEXT -> pager.show(new Content(answer, first).text(), screen.rows(), screen.columns());
        default -> save(new Content(answer, first), url);
      }
    }
  }

  private void save(Content content, GopherUrl url) throws IOException {
    String name = Saving.name(url);
    Path at;
    try (var display = ProgressDisplay.onStandardError()) {
      ProgressTask task = display.begin(name, OptionalLong.empty());
      at = Saving.inFolder(content, folder, name, task::add);
      task.done();
    }
    say("saved " + at.getFileName());
  }

  // ---- what is shown ----------------------------------------------------------------------------

  private void show() {
    Place place = places.removeLast();
    List<String> lines = new MenuPage(place.items(), screen.columns()).lines();
    int from = place.from() < lines.size() ? place.from() : 0;
    int to = Math.min(lines.size(), from + Math.max(1, screen.rows() - ROWS_BELOW));
    lines.subList(from, to).forEach(screen.out()::println);
    places.add(place.from(to));
    String more = to < lines.size() ? "Enter: " + (lines.size() - to) + " more lines. " : "";
    say(more + "NUMBER opens, b goes back, q quits, ? helps.");
  }
}
