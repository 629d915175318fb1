package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.Map;

/** Opens sockets through a driver. */
final class Sockets {
  private Sockets() {}

  /** A socket of the family that {@code address} belongs to. */
  static Handle open(Driver driver, SocketAddress address, SocketType type) throws IOException {
    requireCapability(driver, address, type);
    return driver.open(family(address), type);
  }

  private static void requireCapability(Driver driver, SocketAddress address, SocketType type) {
    if (address instanceof AbstractUnixAddress) {
      require(driver, Capability.ABSTRACT_NAMES, "abstract Unix names");
    }
    if (address instanceof UnixDomainSocketAddress) {
      require(
          driver,
          type == SocketType.STREAM ? Capability.UNIX_STREAMS : Capability.UNIX_MESSAGES,
          "Unix domain sockets of type " + type);
    }
  }

  /** Returns where a stream to or at {@code address} can have such options. */
  static void requirePossible(Driver driver, SocketAddress address, StreamOptions options) {
    if (options.controlBytes() > 0) {
      if (address instanceof InetSocketAddress) {
        throw new IllegalArgumentException("TCP has no ancillary data: controlBytes is for Unix");
      }
      require(driver, Capability.ANCILLARY_DATA, "ancillary data");
    }
  }

  static void require(Driver driver, Capability capability, String what) {
    if (!driver.capabilities().contains(capability)) {
      throw new UnsupportedOperationException("the driver " + driver.name() + " has no " + what);
    }
  }

  private static ProtocolFamily family(SocketAddress address) throws IOException {
    if (address instanceof InetSocketAddress inet) {
      if (inet.isUnresolved()) {
        throw new UnknownHostException(inet.getHostString());
      }
      return inet.getAddress() instanceof Inet4Address
          ? StandardProtocolFamily.INET
          : StandardProtocolFamily.INET6;
    }
    if (address instanceof UnixDomainSocketAddress || address instanceof AbstractUnixAddress) {
      return StandardProtocolFamily.UNIX;
    }
    throw new UnsupportedAddressTypeException();
  }

  /** The same; but every address as that of the other's family. */
  static SocketAddress ofFamily(SocketAddress local, SocketAddress other) {
    return local instanceof InetSocketAddress at
            && other instanceof InetSocketAddress peer
            && at.getAddress() != null
            && at.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(
            InetAddress.ofLiteral(peer.getAddress() instanceof Inet4Address ? "0.0.0.0" : "::"),
            at.getPort())
        : local;
  }

  /** Sets options; over TCP no delay too, if nothing else is said of it. */
  static void configure(
      Driver driver, Handle handle, SocketAddress address, Map<SocketOption<?>, Object> options)
      throws IOException {
    if (address instanceof InetSocketAddress
        && !options.containsKey(StandardSocketOptions.TCP_NODELAY)) {
      driver.setOption(handle, StandardSocketOptions.TCP_NODELAY, true);
    }
    set(driver, handle, options);
  }

  /** As {@link #configure}; a port in use by its own closed connections may be had again. */
  static void configureListener(
      Driver driver, Handle handle, SocketAddress address, Map<SocketOption<?>, Object> options)
      throws IOException {
    if (address instanceof InetSocketAddress
        && !options.containsKey(StandardSocketOptions.SO_REUSEADDR)) {
      driver.setOption(handle, StandardSocketOptions.SO_REUSEADDR, true);
    }
    configure(driver, handle, address, options);
  }

  static void set(Driver driver, Handle handle, Map<SocketOption<?>, Object> options)
      throws IOException {
    for (Map.Entry<SocketOption<?>, Object> option : options.entrySet()) {
      set(driver, handle, option.getKey(), option.getValue());
    }
  }

  private static <T> void set(Driver driver, Handle handle, SocketOption<T> option, Object value)
      throws IOException {
    driver.setOption(handle, option, option.type().cast(value));
  }
}
