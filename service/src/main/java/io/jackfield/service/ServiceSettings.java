package io.jackfield.service;

import io.jackfield.service.menu.MenuFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;

/**
 * What services are told of where they run. All but the clock can be told to another process, as
 * text.
 *
 * @param clock the time, and the time zone it is told in
 * @param root the folder whose files are served; looked at when one is asked for
 * @param menu the phone's menus; read when somebody calls, unless they were before
 */
public record ServiceSettings(Clock clock, Path root, MenuFile menu) {
  private static final String ROOT = "root";
  private static final String MENU = "menu";

  /** With the machine's clock, and the menu that ships with the program. */
  public static ServiceSettings at(Path root) {
    return new ServiceSettings(Clock.system(ZoneId.systemDefault()), root, MenuFile.shipped());
  }

  /** These, with another menu. */
  public ServiceSettings with(MenuFile other) {
    return new ServiceSettings(clock, root, other);
  }

  /** As {@link #asText} made it, with the machine's clock. */
  static ServiceSettings of(Map<String, String> text) {
    ServiceSettings settings = at(Path.of(text.getOrDefault(ROOT, ".")));
    String menu = text.get(MENU);
    return menu == null ? settings : settings.with(MenuFile.of(Path.of(menu)));
  }

  /** All but the clock. */
  Map<String, String> asText() {
    var text = new HashMap<>(Map.of(ROOT, root.toString()));
    Path file = menu.path();
    if (file != null) {
      text.put(MENU, file.toString());
    }
    return text;
  }
}
