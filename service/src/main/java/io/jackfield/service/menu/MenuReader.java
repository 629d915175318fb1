package io.jackfield.service.menu;

import io.jackfield.service.toml.Problem;
import io.jackfield.service.toml.TomlException;
import io.jackfield.service.toml.TomlFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads menus, and says where a file is wrong. Used by one thread. */
final class MenuReader {
  /** How many menus there are, and how many keys each has, at most. */
  static final int LIMIT_ENTRIES = 256;

  /** How long a key is at most, in bytes. */
  static final int LIMIT_KEY_BYTES = 256;

  private static final String MENU = "menu";
  private static final String START = "start";
  private static final String PROMPT = "prompt";
  private static final String OTHERWISE = "otherwise";
  private static final String KEYS = "keys";
  private static final String SAY = "say";
  private static final String GO_TO = "go-to";
  private static final String HANG_UP = "hang-up";

  private final String name;

  private MenuReader(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @param name what it is called where it is wrong
   */
  static Menu.All read(String name, InputStream in) throws IOException {
    return new MenuReader(name).menus(TomlFile.read(in, name, MenuFile.LIMIT_BYTES));
  }

  private Menu.All menus(TomlTable file) throws TomlException {
    requireKnown(file, Set.of(START, MENU));
    TomlTable tables = file.get(List.of(MENU)) instanceof TomlTable some ? some : null;
    if (tables == null || tables.isEmpty()) {
      throw wrong(positionOf(file, MENU), "there is no menu; begin one with [menu.NAME]");
    }
    requireAtMost(tables, LIMIT_ENTRIES, "menus");
    Map<String, Menu> menus = new HashMap<>();
    for (String each : tables.keySet()) {
      menus.put(each, menu(table(tables, each), tables));
    }
    Menu start = menus.get(string(file, START));
    if (start == null) {
      throw wrong(positionOf(file, START), "there is no [menu." + string(file, START) + "]");
    }
    return new Menu.All(start, Map.copyOf(menus));
  }

  private Menu menu(TomlTable table, TomlTable all) throws TomlException {
    requireKnown(table, Set.of(PROMPT, OTHERWISE, KEYS));
    Map<String, Menu.Key> keys = new HashMap<>();
    if (table.contains(List.of(KEYS))) {
      TomlTable typed = table(table, KEYS);
      requireAtMost(typed, LIMIT_ENTRIES, "keys");
      for (String each : typed.keySet()) {
        requireTypeable(typed, each);
        keys.put(each, key(table(typed, each), all));
      }
    }
    return new Menu(words(table, PROMPT), Map.copyOf(keys), words(table, OTHERWISE));
  }

  /** A key is a line, so it cannot have a line's end. */
  private void requireTypeable(TomlTable keys, String key) throws TomlException {
    if (key.contains("\n") || key.contains("\r")) {
      throw wrong(positionOf(keys, key), "a key cannot have a line's end within it");
    }
    int length = new Menu.Words(key).length();
    if (length > LIMIT_KEY_BYTES) {
      throw wrong(
          positionOf(keys, key),
          "a key of %d bytes; %d are the most".formatted(length, LIMIT_KEY_BYTES));
    }
  }

  private Menu.Key key(TomlTable table, TomlTable all) throws TomlException {
    requireKnown(table, Set.of(SAY, GO_TO, HANG_UP));
    String goTo = table.contains(List.of(GO_TO)) ? string(table, GO_TO) : null;
    if (goTo != null && !all.contains(List.of(goTo))) {
      throw wrong(positionOf(table, GO_TO), "there is no [menu." + goTo + "]");
    }
    boolean hangsUp = isTrue(table, HANG_UP);
    if (hangsUp && goTo != null) {
      throw wrong(positionOf(table, GO_TO), "a key that hangs up leads to no menu: leave one out");
    }
    Menu.Words say = table.contains(List.of(SAY)) ? words(table, SAY) : Menu.Words.NONE;
    return new Menu.Key(say, goTo, hangsUp);
  }

  // ---- values -----------------------------------------------------------------------------------

  private TomlTable table(TomlTable in, String key) throws TomlException {
    if (in.get(List.of(key)) instanceof TomlTable table) {
      return table;
    }
    throw wrong(positionOf(in, key), "'" + key + "' is to be a table: { … } or [ … ]");
  }

  private String string(TomlTable in, String key) throws TomlException {
    return switch (in.get(List.of(key))) {
      case String text -> text;
      case null -> throw wrong(positionOf(in, ""), "'" + key + "' is missing");
      default -> throw wrong(positionOf(in, key), "'" + key + "' is to be a text: \"…\"");
    };
  }

  private Menu.Words words(TomlTable in, String key) throws TomlException {
    var words = new Menu.Words(string(in, key));
    if (words.length() > Menu.Words.LIMIT_BYTES) {
      throw wrong(
          positionOf(in, key),
          "a text of %d bytes; %d are the most".formatted(words.length(), Menu.Words.LIMIT_BYTES));
    }
    return words;
  }

  private boolean isTrue(TomlTable in, String key) throws TomlException {
    return switch (in.get(List.of(key))) {
      case null -> false;
      case Boolean said -> said;
      default -> throw wrong(positionOf(in, key), "'" + key + "' is to be true or false");
    };
  }

  private void requireKnown(TomlTable table, Set<String> known) throws TomlException {
    for (String key : table.keySet()) {
      if (!known.contains(key)) {
        throw wrong(
            positionOf(table, key),
            "'%s' is not known here; there are: %s"
                .formatted(key, String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private void requireAtMost(TomlTable table, int limit, String what) throws TomlException {
    if (table.size() > limit) {
      throw wrong(
          positionOf(table, ""), "%d %s; %d are the most".formatted(table.size(), what, limit));
    }
  }

  // ---- where it is wrong ------------------------------------------------------------------------

  /**
   * Null where the file does not say, as of what is missing in it; of no key where the table
   * begins, or its first key.
   */
  private static @Nullable TomlPosition positionOf(TomlTable table, String key) {
    if (!key.isEmpty()) {
      return table.inputPositionOf(List.of(key));
    }
    return table.keySet().stream()
        .map(each -> table.inputPositionOf(List.of(each)))
        .findFirst()
        .orElse(null);
  }

  private TomlException wrong(@Nullable TomlPosition where, String what) {
    return new TomlException(name, List.of(new Problem(TomlFile.position(where), what)));
  }
}
