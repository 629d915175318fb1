package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Set;

/**
 * The options of a {@link Socket}; the JDK's own {@link StandardSocketOptions} are taken too where
 * they name the same. Source: socket(7), tcp(7), ipv6(7).
 */
public final class SocketOptions {
  /** Lets a listener take an address whose last connections are still dying (socket(7)). */
  public static final KernelOption<Boolean> REUSE_ADDRESS =
      flag("SO_REUSEADDR", Abi.SOL_SOCKET, Abi.SO_REUSEADDR);

  /** Lets several sockets share an address; the kernel spreads what arrives (socket(7)). */
  public static final KernelOption<Boolean> REUSE_PORT =
      flag("SO_REUSEPORT", Abi.SOL_SOCKET, Abi.SO_REUSEPORT);

  /** Probes an idle connection's peer (socket(7)). */
  public static final KernelOption<Boolean> KEEP_ALIVE =
      flag("SO_KEEPALIVE", Abi.SOL_SOCKET, Abi.SO_KEEPALIVE);

  /** Permits datagrams to broadcast addresses (socket(7)). */
  public static final KernelOption<Boolean> BROADCAST =
      flag("SO_BROADCAST", Abi.SOL_SOCKET, Abi.SO_BROADCAST);

  /** Receive buffer in bytes; the kernel doubles what is set, for its own use (socket(7)). */
  public static final KernelOption<Integer> RECEIVE_BUFFER =
      number("SO_RCVBUF", Abi.SOL_SOCKET, Abi.SO_RCVBUF);

  /** Send buffer in bytes; the kernel doubles what is set, for its own use (socket(7)). */
  public static final KernelOption<Integer> SEND_BUFFER =
      number("SO_SNDBUF", Abi.SOL_SOCKET, Abi.SO_SNDBUF);

  /** Sends small segments at once instead of gathering them (tcp(7)). */
  public static final KernelOption<Boolean> NO_DELAY =
      flag("TCP_NODELAY", Abi.IPPROTO_TCP, Abi.TCP_NODELAY);

  /** Keeps an IPv6 socket from taking IPv4 too; to be set before bind (ipv6(7)). */
  public static final KernelOption<Boolean> V6_ONLY =
      flag("IPV6_V6ONLY", Abi.IPPROTO_IPV6, Abi.IPV6_V6ONLY);

  private static final Map<SocketOption<?>, KernelOption<?>> FROM_JDK =
      Map.of(
          StandardSocketOptions.SO_REUSEADDR, REUSE_ADDRESS,
          StandardSocketOptions.SO_REUSEPORT, REUSE_PORT,
          StandardSocketOptions.SO_KEEPALIVE, KEEP_ALIVE,
          StandardSocketOptions.SO_BROADCAST, BROADCAST,
          StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER,
          StandardSocketOptions.SO_SNDBUF, SEND_BUFFER,
          StandardSocketOptions.TCP_NODELAY, NO_DELAY);

  static final Set<SocketOption<?>> SUPPORTED =
      Set.of(
          REUSE_ADDRESS,
          REUSE_PORT,
          KEEP_ALIVE,
          BROADCAST,
          RECEIVE_BUFFER,
          SEND_BUFFER,
          NO_DELAY,
          V6_ONLY,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT,
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_BROADCAST,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.TCP_NODELAY);

  private SocketOptions() {}

  private static KernelOption<Boolean> flag(String name, int level, int number) {
    return new KernelOption<>(name, Boolean.class, level, number);
  }

  private static KernelOption<Integer> number(String name, int level, int number) {
    return new KernelOption<>(name, Integer.class, level, number);
  }

  static KernelOption<?> ours(SocketOption<?> option) {
    if (option instanceof KernelOption<?> known) {
      return known;
    }
    KernelOption<?> same = FROM_JDK.get(option);
    if (same == null) {
      throw new UnsupportedOperationException(
          "socket option " + option.name() + " has no counterpart here");
    }
    return same;
  }

  static void set(int fd, KernelOption<?> option, Object value) throws IOException {
    int number = value instanceof Boolean on ? (on ? 1 : 0) : (Integer) value;
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(number).array();
    int result = SocketCalls.setOption(fd, option.level(), option.number(), bytes);
    if (result < 0) {
      throw Failures.of("setsockopt " + option.name(), result, null, null);
    }
  }

  static Object get(int fd, KernelOption<?> option) throws IOException {
    var bytes = new byte[Integer.BYTES];
    int result = SocketCalls.option(fd, option.level(), option.number(), bytes);
    if (result < 0) {
      throw Failures.of("getsockopt " + option.name(), result, null, null);
    }
    int number = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getInt();
    return option.type() == Boolean.class ? (Object) (number != 0) : (Object) number;
  }
}
