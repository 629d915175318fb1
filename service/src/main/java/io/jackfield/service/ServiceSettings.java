package io.jackfield.service;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/**
 * What services are told of where they run. All but the clock can be told to another process, as
 * text.
 *
 * @param clock the time, and the time zone it is told in
 * @param root the folder whose files are served; looked at when one is asked for
 */
public record ServiceSettings(Clock clock, Path root) {
  private static final String ROOT = "root";

  /** With the machine's clock. */
  public static ServiceSettings at(Path root) {
    return new ServiceSettings(Clock.system(ZoneId.systemDefault()), root);
  }

  /** As {@link #asText} made it, with the machine's clock. */
  static ServiceSettings of(Map<String, String> text) {
    return at(Path.of(text.getOrDefault(ROOT, ".")));
  }

  /** All but the clock. */
  Map<String, String> asText() {
    return Map.of(ROOT, root.toString());
  }
}
