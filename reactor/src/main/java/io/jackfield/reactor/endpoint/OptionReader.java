package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.SocketPath;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.Ipv6Options;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes the options of an endpoint that is being opened, each by its key; {@link #end} refuses what
 * nobody has taken. What is wrong throws {@link EndpointSyntaxException}, which points at it in the
 * endpoint as {@link Endpoint#toString} writes it. For one thread.
 */
public final class OptionReader {
  /** The longest time-out: what is longer is a mistake. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  /** More a kernel does not take for a backlog. */
  private static final int MAX_BACKLOG = 65_535;

  private final Endpoint endpoint;
  private final String purpose;
  private final Map<String, String> values;
  private final TreeSet<String> known = new TreeSet<>();

  private OptionReader(Endpoint endpoint, String purpose) {
    this.endpoint = endpoint;
    this.purpose = purpose;
    this.values = endpoint.options().values();
  }

  /** Those of an endpoint that is to listen. */
  public static OptionReader toListen(Endpoint endpoint) {
    return new OptionReader(endpoint, "to listen");
  }

  /** Those of an endpoint that is to be connected to. */
  public static OptionReader toConnect(Endpoint endpoint) {
    return new OptionReader(endpoint, "to connect");
  }

  /** Whether it is there; it has no value. */
  public boolean flag(String key) {
    String value = taken(key);
    if (value != null && !value.isEmpty()) {
      throw wrong(key, key + " has no value: it stands alone or not at all");
    }
    return value != null;
  }

  /** Its value, which is not empty; null where it is not there. */
  public @Nullable String text(String key) {
    String value = taken(key);
    if (value != null && value.isEmpty()) {
      throw wrong(key, key + " has a value, as in ?" + key + "=x");
    }
    return value;
  }

  /** Its value, a number in that range; null where it is not there. */
  public @Nullable Integer number(String key, int least, int most) {
    String value = taken(key);
    if (value == null) {
      return null;
    }
    long number = value.matches("[0-9]{1,10}") ? Long.parseLong(value) : -1;
    if (number < least || number > most) {
      throw wrong(key, key + " is a number from " + least + " to " + most);
    }
    return (int) number;
  }

  /** Its value, a time as {@code 5s}, {@code 500ms}, {@code 2m}; null where it is not there. */
  public @Nullable Duration duration(String key) {
    String value = taken(key);
    if (value == null) {
      return null;
    }
    Matcher matcher = DURATION.matcher(value);
    Duration duration = matcher.matches() ? duration(matcher) : Duration.ZERO;
    if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
      throw wrong(key, key + " is a time from 1ms to 24h, as in ?" + key + "=5s");
    }
    return duration;
  }

  private static Duration duration(Matcher matcher) {
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  /** What a port at a Unix address is told: {@code backlog}, {@code mode}, {@code take-stale}. */
  StreamOptions unixPort(SocketAddress at, StreamOptions base) {
    var builder = base.toBuilder().socketPath(socketPath(at, base.socketPath()));
    backlog(builder);
    return builder.build();
  }

  /** As above, of datagrams: no {@code backlog}. */
  DatagramOptions unixPort(SocketAddress at, DatagramOptions base) {
    return base.toBuilder().socketPath(socketPath(at, base.socketPath())).build();
  }

  /** How a Unix socket takes its path: {@code mode}, {@code take-stale}. */
  public SocketPath socketPath(SocketAddress at, SocketPath base) {
    SocketPath path = base;
    Integer permissions = permissions("mode");
    if (permissions != null) {
      path = path.permissions(permissions);
    }
    boolean takesStale = flag("take-stale");
    if (takesStale) {
      path = path.takesStale(true);
    }
    if (at instanceof AbstractUnixAddress && (permissions != null || takesStale)) {
      String key = permissions != null ? "mode" : "take-stale";
      throw wrong(key, "an abstract name is no file: it has no permissions, and is never stale");
    }
    return path;
  }

  /** Permission bits as chmod(1) has them, {@code 0660}; null where it is not there. */
  private @Nullable Integer permissions(String key) {
    String value = taken(key);
    if (value == null) {
      return null;
    }
    if (!value.matches("0?[0-7]{3}")) {
      throw wrong(key, key + " is three octal digits, as in ?" + key + "=0660");
    }
    return Integer.parseInt(value, 8);
  }

  /** What a port of TCP is told: {@code backlog}, {@code reuse-port}, {@code ipv6-only}. */
  public StreamOptions tcpPort(HostPort at, StreamOptions base) {
    var builder = base.toBuilder();
    backlog(builder);
    inetPort(at, builder::socketOption);
    return builder.build();
  }

  /** What ports of TCP and UDP have in common. */
  private void inetPort(HostPort at, BiConsumer<SocketOption<Boolean>, Boolean> set) {
    if (flag("reuse-port")) {
      set.accept(SocketOptions.REUSE_PORT, true);
    }
    if (flag("ipv6-only")) {
      if (at.host().indexOf(':') < 0) {
        throw wrong("ipv6-only", "ipv6-only is for an IPv6 address, as [::]");
      }
      set.accept(Ipv6Options.V6_ONLY, true);
    }
  }

  /** What a port of UDP is told. */
  DatagramOptions udpPort(HostPort at, DatagramOptions base) {
    var builder = broadcast(base).toBuilder();
    inetPort(at, builder::socketOption);
    return builder.build();
  }

  /** {@code broadcast}. */
  DatagramOptions broadcast(DatagramOptions base) {
    return flag("broadcast")
        ? base.toBuilder().socketOption(SocketOptions.BROADCAST, true).build()
        : base;
  }

  private void backlog(StreamOptions.Builder builder) {
    Integer backlog = number("backlog", 1, MAX_BACKLOG);
    if (backlog != null) {
      builder.backlog(backlog);
    }
  }

  /** What a connection is told: {@code timeout}, for each attempt to connect. */
  public StreamOptions connection(StreamOptions base) {
    Duration timeout = duration("timeout");
    return timeout == null ? base : base.toBuilder().connectTimeout(timeout).build();
  }

  /** The error to throw for what is wrong with an option that is there: at its value, if any. */
  public EndpointSyntaxException wrong(String key, String why) {
    boolean hasValue = !values.getOrDefault(key, "").isEmpty();
    return pointed(key, hasValue ? key.length() + 1 : 0, why);
  }

  /** To be called when all are taken: one that is left nobody knows. */
  public void end() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        String takes = known.isEmpty() ? "none" : "these: " + String.join(", ", known);
        throw pointed(
            key,
            0,
            endpoint.scheme() + " does not know this option " + purpose + "; it knows " + takes);
      }
    }
  }

  private @Nullable String taken(String key) {
    known.add(key);
    return values.get(key);
  }

  private EndpointSyntaxException pointed(String key, int offset, String why) {
    String text = endpoint.toString();
    int at = text.length() - endpoint.options().toString().length() + 1;
    for (Map.Entry<String, String> one : values.entrySet()) {
      if (one.getKey().equals(key)) {
        break;
      }
      at += Options.write(one).length() + 1;
    }
    return new EndpointSyntaxException(text, at + offset, why);
  }
}
