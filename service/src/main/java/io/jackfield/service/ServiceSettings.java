package io.jackfield.service;

import io.jackfield.service.files.ReceivingSettings;
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
 * @param receiving where files go that are sent here, and which are taken
 */
public record ServiceSettings(Clock clock, Path root, ReceivingSettings receiving) {
  private static final String ROOT = "root";
  private static final String RECEIVED = "received";
  private static final String OVERWRITE = "overwrite";
  private static final String MAX_SIZE = "max-size";

  /** Files that are sent here go into the root too. */
  public ServiceSettings(Clock clock, Path root) {
    this(clock, root, ReceivingSettings.into(root));
  }

  /** With the machine's clock. */
  public static ServiceSettings at(Path root) {
    return new ServiceSettings(Clock.system(ZoneId.systemDefault()), root);
  }

  /** The same, but for where sent files go. */
  public ServiceSettings with(ReceivingSettings other) {
    return new ServiceSettings(clock, root, other);
  }

  /** As {@link #asText} made it, with the machine's clock. */
  static ServiceSettings of(Map<String, String> text) {
    String root = text.getOrDefault(ROOT, ".");
    var receiving =
        new ReceivingSettings(
            Path.of(text.getOrDefault(RECEIVED, root)),
            Boolean.parseBoolean(text.get(OVERWRITE)),
            Long.parseLong(
                text.getOrDefault(MAX_SIZE, Long.toString(ReceivingSettings.DEFAULT_MAX_BYTES))));
    return at(Path.of(root)).with(receiving);
  }

  /** All but the clock. */
  Map<String, String> asText() {
    return Map.of(
        ROOT,
        root.toString(),
        RECEIVED,
        receiving.folder().toString(),
        OVERWRITE,
        Boolean.toString(receiving.overwrite()),
        MAX_SIZE,
        Long.toString(receiving.maxBytes()));
  }
}
