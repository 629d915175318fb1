package io.jackfield.testkit;

import java.net.SocketOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of one simulated socket, by the kernel's names. Some do something: the buffers' sizes
 * and the reuse of addresses and ports; the others are remembered.
 */
final class OptionValues {
  private static final Set<String> KNOWN =
      Set.of(
          "SO_REUSEADDR",
          "SO_REUSEPORT",
          "SO_KEEPALIVE",
          "SO_LINGER",
          "SO_BROADCAST",
          "SO_RCVBUF",
          "SO_SNDBUF",
          "SO_ERROR",
          "TCP_NODELAY",
          "TCP_CORK",
          "TCP_QUICKACK",
          "TCP_KEEPIDLE",
          "TCP_KEEPINTERVAL",
          "TCP_KEEPINTVL",
          "TCP_KEEPCOUNT",
          "TCP_KEEPCNT",
          "TCP_USER_TIMEOUT",
          "IP_TOS",
          "IP_TTL",
          "IPV6_V6ONLY");

  private final Map<String, Object> values = new LinkedHashMap<>();

  <T> void set(SocketOption<T> option, T value) {
    values.put(known(option), value);
  }

  <T> T value(SocketOption<T> option) {
    Object value = values.get(known(option));
    if (value == null) {
      value = unset(option);
    }
    return option.type().cast(value);
  }

  private static Object unset(SocketOption<?> option) {
    if (option.type() == Boolean.class) {
      return false;
    }
    if (option.type() == Integer.class) {
      return 0;
    }
    throw refused(option);
  }

  private static String known(SocketOption<?> option) {
    if (!KNOWN.contains(option.name())) {
      throw refused(option);
    }
    return option.name();
  }

  private static UnsupportedOperationException refused(SocketOption<?> option) {
    return new UnsupportedOperationException(
        "the simulated network has no option " + option.name());
  }

  boolean isOn(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  @Nullable Integer number(String name) {
    return values.get(name) instanceof Integer number ? number : null;
  }
}
