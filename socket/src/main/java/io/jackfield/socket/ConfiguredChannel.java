package io.jackfield.socket;

import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import io.jackfield.socket.address.PacketAddress;
import io.jackfield.socket.address.VsockAddress;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a socket is: its family and type, its two addresses, its options. */
abstract class ConfiguredChannel extends WaitingChannel implements NetworkChannel {
  final ProtocolFamily family;
  final SocketType type;
  volatile @Nullable SocketAddress remote;

  /** Where a connection is being made to, until it is known how that went. */
  volatile @Nullable SocketAddress connecting;

  ConfiguredChannel(int number, ProtocolFamily family, SocketType type) {
    super(number);
    this.family = family;
    this.type = type;
  }

  /** The family it was opened with. */
  public final ProtocolFamily family() {
    return family;
  }

  /** What the socket carries. */
  public final SocketType type() {
    return type;
  }

  /** The descriptor's number, for tools and logs; it stays this socket's to close. */
  @Override
  public final int descriptor() {
    return descriptor.number();
  }

  /** The own address, null where the socket has none: {@code getsockname(2)}. */
  public final @Nullable SocketAddress localAddress() throws IOException {
    enter();
    try {
      return SocketCalls.localAddress(descriptor.number());
    } finally {
      descriptor.leave();
    }
  }

  /**
   * As {@link #localAddress}, but null for a socket that is not bound, of which the kernel tells
   * port 0 or an empty name.
   */
  @Override
  public final @Nullable SocketAddress getLocalAddress() throws IOException {
    SocketAddress own = localAddress();
    return isBound(own) ? own : null;
  }

  static boolean isBound(@Nullable SocketAddress own) {
    return switch (own) {
      case null -> false;
      case InetSocketAddress inet -> inet.getPort() != 0;
      case UnixDomainSocketAddress unix -> !unix.getPath().toString().isEmpty();
      default -> true;
    };
  }

  /** What leaves all to the kernel: the address, the port, the name. */
  final SocketAddress anyAddress() {
    return switch (family) {
      case StandardProtocolFamily.UNIX -> UnixDomainSocketAddress.of("");
      case KernelFamily.NETLINK -> NetlinkAddress.of(0, 0);
      case KernelFamily.VSOCK -> VsockAddress.of(-1, -1);
      case KernelFamily.PACKET -> PacketAddress.of(0, 0);
      default -> new InetSocketAddress(0);
    };
  }

  /** The peer, as accepted or connected to; null where there is none. Also after a close. */
  public final @Nullable SocketAddress remoteAddress() {
    return remote;
  }

  @Override
  final @Nullable SocketAddress peer() {
    SocketAddress known = remote;
    return known != null ? known : connecting;
  }

  @Override
  final @Nullable SocketAddress self() {
    return SocketCalls.localAddress(descriptor.number());
  }

  /**
   * Sets an option: {@code setsockopt(2)}.
   *
   * @throws IllegalArgumentException if the value has no form in the kernel
   * @throws UnsupportedOperationException if it is an option of the JDK's that has none of ours
   * @throws OptionAccessException if it can only be read
   * @throws IOException if the kernel refuses it; {@link KernelFailure} says why
   */
  @Override
  public <T> ConfiguredChannel setOption(SocketOption<T> option, T value) throws IOException {
    Objects.requireNonNull(value, option.name());
    List<KernelOption<T>> ours = ours(option);
    write(ours.getFirst(), value);
    for (KernelOption<T> also : ours.subList(1, ours.size())) {
      try {
        write(also, value);
      } catch (SocketException _) {
        // An IPv6 socket's IPv4 level, best effort as with the JDK's channels.
      }
    }
    return this;
  }

  /** The first is to be set and read, the others to be set as well if the kernel will. */
  private <T> List<KernelOption<T>> ours(SocketOption<T> option) {
    return option instanceof KernelOption<T> known
        ? List.of(known)
        : JdkOptions.ours(option, family);
  }

  private <T> void write(KernelOption<T> option, T value) throws IOException {
    byte[] bytes = option.encode(value);
    write(option.name(), option.level(), option.number(), bytes, option.pointerAt());
  }

  /** Reads an option: {@code getsockopt(2)}. Throws as {@link #setOption}. */
  @Override
  public final <T> T getOption(SocketOption<T> option) throws IOException {
    KernelOption<T> ours = ours(option).getFirst();
    return ours.decode(read(ours.name(), ours.level(), ours.number(), ours.question()));
  }

  @Override
  public final Set<SocketOption<?>> supportedOptions() {
    return SupportedOptions.of(family, type);
  }

  /**
   * Sets an option that has no constant, in the kernel's own form. Throws as {@link #setOption}.
   *
   * @throws IllegalArgumentException if {@code value} has more than 64 KiB
   */
  public final void rawOption(int level, int number, byte[] value) throws IOException {
    if (value.length > SocketCalls.COPIED_BYTES) {
      throw new IllegalArgumentException(
          "an option's value has at most %d bytes; this one has %d"
              .formatted(SocketCalls.COPIED_BYTES, value.length));
    }
    write(level + "/" + number, level, number, value, -1);
  }

  /** Reads an option that has no constant: what the kernel writes into {@code size} bytes. */
  public final byte[] rawOption(int level, int number, int size) throws IOException {
    return read(level + "/" + number, level, number, new byte[size]);
  }

  private void write(String name, int level, int number, byte[] value, int pointerAt)
      throws IOException {
    enter();
    try {
      check(
          "setsockopt " + name,
          SocketCalls.setOption(descriptor.number(), level, number, value, pointerAt));
    } finally {
      descriptor.leave();
    }
  }

  private byte[] read(String name, int level, int number, byte[] value) throws IOException {
    enter();
    try {
      int length =
          check(
              "getsockopt " + name, SocketCalls.option(descriptor.number(), level, number, value));
      return Arrays.copyOf(value, length);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public final String toString() {
    SocketAddress peer = remote;
    return "Socket[" + type + (peer == null ? "" : " " + Addresses.text(peer)) + "]";
  }
}
