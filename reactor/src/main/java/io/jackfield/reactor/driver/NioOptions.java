package io.jackfield.reactor.driver;

import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.MulticastInterface;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one channel: the JDK's own, and those of ours that the JDK has under the same or
 * another name. Any other is refused.
 */
final class NioOptions {
  private static final String V6_ONLY = "IPV6_V6ONLY";

  /** Of ours, by the kernel's names, what the JDK calls otherwise. */
  private static final Map<String, String> JDK_NAMES =
      Map.of(
          "TCP_KEEPINTVL", "TCP_KEEPINTERVAL",
          "TCP_KEEPCNT", "TCP_KEEPCOUNT",
          "IPV6_TCLASS", "IP_TOS",
          "IPV6_MULTICAST_HOPS", "IP_MULTICAST_TTL",
          "IPV6_MULTICAST_LOOP", "IP_MULTICAST_LOOP",
          "IPV6_MULTICAST_IF", "IP_MULTICAST_IF");

  /** What was set, in order. */
  private @Nullable Map<SocketOption<?>, Object> values;

  /** Of a listener what its connections are to have, and it cannot have itself. */
  private @Nullable Map<SocketOption<?>, Object> passedOn;

  private @Nullable NioGroups groups;

  <T> void set(NioHandle handle, SocketOption<T> option, T value) throws IOException {
    if (handle.channel() instanceof DatagramChannel datagrams && NioGroups.has(option)) {
      NioGroups own = groups;
      if (own == null) {
        groups = own = new NioGroups(datagrams);
      }
      own.change(option, value);
    } else if (!option.name().equals(V6_ONLY)) {
      NetworkChannel channel = (NetworkChannel) handle.channel();
      SocketOption<?> theirs = theirs(handle, option);
      Object converted = converted(option, value, theirs.type());
      setUnchecked(channel, theirs, converted);
      if (values == null) {
        values = new LinkedHashMap<>();
      }
      values.put(theirs, converted);
    } else if (!Boolean.FALSE.equals(value) || handle.family != StandardProtocolFamily.INET6) {
      throw refused(option); // The JDK has its IPv6 sockets take IPv4 too.
    }
  }

  @SuppressWarnings("unchecked") // Converted to the option's type.
  private static <T> void setUnchecked(NetworkChannel channel, SocketOption<T> option, Object value)
      throws IOException {
    try {
      channel.setOption(option, (T) value);
    } catch (IllegalArgumentException | SocketException e) {
      throw NioErrno.exception("setsockopt", e, null);
    }
  }

  <T> T get(NioHandle handle, SocketOption<T> option) throws IOException {
    if (option.name().equals(V6_ONLY) && handle.family == StandardProtocolFamily.INET6) {
      return option.type().cast(false);
    }
    SocketOption<?> theirs = theirs(handle, option);
    Object value = ((NetworkChannel) handle.channel()).getOption(theirs);
    return option.type().cast(converted(option, value, option.type()));
  }

  private static SocketOption<?> theirs(NioHandle handle, SocketOption<?> option) {
    boolean ofOtherFamily =
        option.name().startsWith("IPV6_") && handle.family != StandardProtocolFamily.INET6;
    String name = JDK_NAMES.getOrDefault(option.name(), option.name());
    for (SocketOption<?> one : ((NetworkChannel) handle.channel()).supportedOptions()) {
      if (one.name().equals(name) && !ofOtherFamily) {
        return one;
      }
    }
    throw refused(option);
  }

  private static UnsupportedOperationException refused(SocketOption<?> option) {
    return NioDriver.refused("option " + option.name() + " of such a value on such a socket");
  }

  /** The same value as another type, from ours to the JDK's or back. */
  private static Object converted(SocketOption<?> option, @Nullable Object value, Class<?> type)
      throws IOException {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    if (value == null) { // No device was chosen.
      return type == MulticastInterface.class ? new MulticastInterface(anyAddress(), 0) : 0;
    }
    return switch (value) {
      case Duration time when type == Integer.class -> seconds(time);
      case Integer seconds when type == Duration.class -> Duration.ofSeconds(seconds);
      case Linger linger when type == Integer.class -> linger.on() ? seconds(linger.time()) : -1;
      case Integer seconds when type == Linger.class ->
          seconds < 0 ? Linger.off() : Linger.of(Duration.ofSeconds(seconds));
      case Integer index when type == NetworkInterface.class -> device(index, null);
      case MulticastInterface device when type == NetworkInterface.class ->
          device(device.index(), device.address());
      case NetworkInterface device when type == Integer.class -> device.getIndex();
      case NetworkInterface device when type == MulticastInterface.class ->
          new MulticastInterface(inet4Address(device), device.getIndex());
      default -> throw refused(option);
    };
  }

  /** Rounded up, as the other drivers do. */
  private static int seconds(Duration time) {
    long seconds = time.getSeconds() + (time.getNano() == 0 ? 0 : 1);
    return Math.clamp(seconds, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static NetworkInterface device(int index, @Nullable InetAddress address)
      throws IOException {
    NetworkInterface device =
        index == 0 && address != null
            ? NetworkInterface.getByInetAddress(address)
            : NetworkInterface.getByIndex(index);
    if (device == null) {
      throw NioErrno.exception("setsockopt", NioErrno.EADDRNOTAVAIL, null);
    }
    return device;
  }

  private static Inet4Address inet4Address(NetworkInterface device) {
    return device
        .inetAddresses()
        .filter(Inet4Address.class::isInstance)
        .map(Inet4Address.class::cast)
        .findFirst()
        .orElse(anyAddress());
  }

  private static Inet4Address anyAddress() {
    return (Inet4Address) InetAddress.ofLiteral("0.0.0.0");
  }

  /** Sets on another channel what was set here, or notes it for the channel's connections. */
  void copyTo(NetworkChannel other) throws IOException {
    if (values == null) {
      return;
    }
    for (Map.Entry<SocketOption<?>, Object> one : values.entrySet()) {
      if (other.supportedOptions().contains(one.getKey())) {
        setUnchecked(other, one.getKey(), one.getValue());
      } else {
        if (passedOn == null) {
          passedOn = new LinkedHashMap<>();
        }
        passedOn.put(one.getKey(), one.getValue());
      }
    }
  }

  /** Sets on a connection what it would have from its listener, if that could have it. */
  void passOnTo(NetworkChannel connection) {
    if (passedOn == null) {
      return;
    }
    try {
      for (Map.Entry<SocketOption<?>, Object> one : passedOn.entrySet()) {
        setUnchecked(connection, one.getKey(), one.getValue());
      }
    } catch (IOException e) {
      // It is over already, of which its protocol is told.
      System.getLogger(NioDriver.class.getName()).log(System.Logger.Level.DEBUG, "setsockopt", e);
    }
  }
}
