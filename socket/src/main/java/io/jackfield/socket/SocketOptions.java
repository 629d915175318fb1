package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;

/**
 * The options that sockets of every family have, level {@code SOL_SOCKET}. The JDK's own {@link
 * StandardSocketOptions} are taken too where they name the same. Source: socket(7).
 */
public final class SocketOptions {
  /** Lets a listener take an address whose last connections are still dying. */
  public static final KernelOption<Boolean> REUSE_ADDRESS = flag("SO_REUSEADDR", Abi.SO_REUSEADDR);

  /** Lets several sockets share an address; the kernel spreads what arrives. */
  public static final KernelOption<Boolean> REUSE_PORT = flag("SO_REUSEPORT", Abi.SO_REUSEPORT);

  /** Probes an idle connection's peer. */
  public static final KernelOption<Boolean> KEEP_ALIVE = flag("SO_KEEPALIVE", Abi.SO_KEEPALIVE);

  /** Permits datagrams to broadcast addresses. */
  public static final KernelOption<Boolean> BROADCAST = flag("SO_BROADCAST", Abi.SO_BROADCAST);

  /** Receive buffer in bytes; the kernel doubles what is set, for its own use. */
  public static final KernelOption<Integer> RECEIVE_BUFFER = number("SO_RCVBUF", Abi.SO_RCVBUF);

  /** Send buffer in bytes; the kernel doubles what is set, for its own use. */
  public static final KernelOption<Integer> SEND_BUFFER = number("SO_SNDBUF", Abi.SO_SNDBUF);

  private static final Map<SocketOption<?>, KernelOption<?>> FROM_JDK =
      Map.of(
          StandardSocketOptions.SO_REUSEADDR, REUSE_ADDRESS,
          StandardSocketOptions.SO_REUSEPORT, REUSE_PORT,
          StandardSocketOptions.SO_KEEPALIVE, KEEP_ALIVE,
          StandardSocketOptions.SO_BROADCAST, BROADCAST,
          StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER,
          StandardSocketOptions.SO_SNDBUF, SEND_BUFFER,
          StandardSocketOptions.TCP_NODELAY, TcpOptions.NO_DELAY);

  static final Set<SocketOption<?>> SUPPORTED =
      Set.of(
          REUSE_ADDRESS,
          REUSE_PORT,
          KEEP_ALIVE,
          BROADCAST,
          RECEIVE_BUFFER,
          SEND_BUFFER,
          TcpOptions.NO_DELAY,
          Ipv6Options.V6_ONLY,
          StandardSocketOptions.SO_REUSEADDR,
          StandardSocketOptions.SO_REUSEPORT,
          StandardSocketOptions.SO_KEEPALIVE,
          StandardSocketOptions.SO_BROADCAST,
          StandardSocketOptions.SO_RCVBUF,
          StandardSocketOptions.SO_SNDBUF,
          StandardSocketOptions.TCP_NODELAY);

  private SocketOptions() {}

  private static KernelOption<Boolean> flag(String name, int number) {
    return new KernelOption<>(name, Boolean.class, Abi.SOL_SOCKET, number, OptionCodec.FLAG);
  }

  private static KernelOption<Integer> number(String name, int number) {
    return new KernelOption<>(name, Integer.class, Abi.SOL_SOCKET, number, OptionCodec.INT);
  }

  /**
   * The option of ours that is the same as {@code option}.
   *
   * @throws UnsupportedOperationException if there is none
   */
  @SuppressWarnings("unchecked") // The table pairs options of the same type.
  static <T> KernelOption<T> ours(SocketOption<T> option) {
    if (option instanceof KernelOption<T> known) {
      return known;
    }
    KernelOption<?> same = FROM_JDK.get(option);
    if (same == null) {
      throw new UnsupportedOperationException(
          "socket option " + option.name() + " has no counterpart here");
    }
    return (KernelOption<T>) same;
  }
}
