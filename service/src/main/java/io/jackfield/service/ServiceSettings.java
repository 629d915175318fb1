package io.jackfield.service;

import io.jackfield.reactor.endpoint.HostPort;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What services are told of where they run. All but the clock can be told to another process, as
 * text.
 *
 * @param clock the time, and the time zone it is told in
 * @param root the folder whose files are served; looked at when one is asked for
 * @param name what clients are to connect to, for services that tell them so, with port 0 for the
 *     one that they are connected to; null for the address that they are connected to
 */
public record ServiceSettings(Clock clock, Path root, @Nullable HostPort name) {
  private static final String ROOT = "root";
  private static final String HOST = "name-host";
  private static final String PORT = "name-port";

  /** Clients are to connect to the address that they are connected to. */
  public ServiceSettings(Clock clock, Path root) {
    this(clock, root, null);
  }

  /** With the machine's clock. */
  public static ServiceSettings at(Path root) {
    return new ServiceSettings(Clock.system(ZoneId.systemDefault()), root);
  }

  /** The same, with what clients are to connect to. */
  public ServiceSettings named(@Nullable HostPort publicName) {
    return new ServiceSettings(clock, root, publicName);
  }

  /** As {@link #asText} made it, with the machine's clock. */
  static ServiceSettings of(Map<String, String> text) {
    String host = text.get(HOST);
    int port = Integer.parseInt(text.getOrDefault(PORT, "0"));
    return at(Path.of(text.getOrDefault(ROOT, ".")))
        .named(host == null ? null : new HostPort(host, port));
  }

  /** All but the clock. */
  Map<String, String> asText() {
    var text = new HashMap<String, String>();
    text.put(ROOT, root.toString());
    if (name != null) {
      text.put(HOST, name.host());
      text.put(PORT, "" + name.port());
    }
    return text;
  }
}
