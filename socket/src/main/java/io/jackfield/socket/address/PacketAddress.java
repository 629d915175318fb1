package io.jackfield.socket.address;

import java.net.SocketAddress;
import java.util.Objects;

/** A network interface and a protocol of its frames. Source: packet(7). */
public final class PacketAddress extends SocketAddress {
  private static final long serialVersionUID = 1L;

  private final int interfaceIndex;
  private final int protocol;

  private PacketAddress(int interfaceIndex, int protocol) {
    this.interfaceIndex = interfaceIndex;
    this.protocol = protocol;
  }

  /** Interface 0 is all of them; the protocol is an EtherType (3 is all, linux/if_ether.h). */
  public static PacketAddress of(int interfaceIndex, int protocol) {
    return new PacketAddress(interfaceIndex, protocol);
  }

  /** The interface, as {@link java.net.NetworkInterface#getIndex} has it. */
  public int interfaceIndex() {
    return interfaceIndex;
  }

  /** The EtherType, in the order it is written: 0x0800 is IPv4. */
  public int protocol() {
    return protocol;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PacketAddress that
        && interfaceIndex == that.interfaceIndex
        && protocol == that.protocol;
  }

  @Override
  public int hashCode() {
    return Objects.hash(interfaceIndex, protocol);
  }

  @Override
  public String toString() {
    return "packet:"
        + Integer.toUnsignedString(interfaceIndex)
        + ":"
        + Integer.toUnsignedString(protocol);
  }
}
