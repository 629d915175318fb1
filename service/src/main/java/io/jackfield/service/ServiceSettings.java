package io.jackfield.service;

import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.files.ReceivingSettings;
import io.jackfield.service.menu.MenuFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What services are told of where they run. All but the clock can be told to another process, as
 * text.
 *
 * @param clock the time, and the time zone it is told in
 * @param root the folder whose files are served; looked at when one is asked for
 * @param receiving where files go that are sent here, and which are taken
 * @param menu the phone's menus; read when somebody calls, unless they were before
 * @param name what clients are to connect to, for services that tell them so, with port 0 for the
 *     one that they are connected to; null for the address that they are connected to
 */
public record ServiceSettings(
    Clock clock, Path root, ReceivingSettings receiving, MenuFile menu, @Nullable HostPort name) {
  private static final String ROOT = "root";
  private static final String RECEIVED = "received";
  private static final String OVERWRITE = "overwrite";
  private static final String MAX_SIZE = "max-size";
  private static final String MENU = "menu";
  private static final String HOST = "name-host";
  private static final String PORT = "name-port";

  /** Files that are sent here go into the root too; the menu is the one that ships. */
  public ServiceSettings(Clock clock, Path root) {
    this(clock, root, ReceivingSettings.into(root), MenuFile.shipped(), null);
  }

  /** With the machine's clock; otherwise as above. */
  public static ServiceSettings at(Path root) {
    return new ServiceSettings(MachineClock.HERE, root);
  }

  /** These, with another menu. */
  public ServiceSettings with(MenuFile other) {
    return new ServiceSettings(clock, root, receiving, other, name);
  }

  /** These, but for where sent files go. */
  public ServiceSettings with(ReceivingSettings other) {
    return new ServiceSettings(clock, root, other, menu, name);
  }

  /** These, with what clients are to connect to. */
  public ServiceSettings named(@Nullable HostPort publicName) {
    return new ServiceSettings(clock, root, receiving, menu, publicName);
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
    String host = text.get(HOST);
    int port = Integer.parseInt(text.getOrDefault(PORT, "0"));
    ServiceSettings settings =
        at(Path.of(root)).with(receiving).named(host == null ? null : new HostPort(host, port));
    String menu = text.get(MENU);
    return menu == null ? settings : settings.with(MenuFile.of(Path.of(menu)));
  }

  /** All but the clock. */
  Map<String, String> asText() {
    var text = new HashMap<String, String>();
    text.put(ROOT, root.toString());
    text.put(RECEIVED, receiving.folder().toString());
    text.put(OVERWRITE, Boolean.toString(receiving.overwrite()));
    text.put(MAX_SIZE, Long.toString(receiving.maxBytes()));
    if (name != null) {
      text.put(HOST, name.host());
      text.put(PORT, Integer.toString(name.port()));
    }
    Path file = menu.path();
    if (file != null) {
      text.put(MENU, file.toString());
    }
    return text;
  }
}
