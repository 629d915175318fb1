package io.jackfield.socket.address;

import java.net.SocketAddress;
import java.util.Objects;

/** A netlink socket: the kernel is port 0. Source: netlink(7). */
public final class NetlinkAddress extends SocketAddress {
  private static final long serialVersionUID = 1L;

  private final int portId;
  private final int groups;

  private NetlinkAddress(int portId, int groups) {
    this.portId = portId;
    this.groups = groups;
  }

  /** Port 0 lets the kernel choose one at bind; {@code groups} is a bit mask. */
  public static NetlinkAddress of(int portId, int groups) {
    return new NetlinkAddress(portId, groups);
  }

  /** Its port id; 0 is the kernel, or any at bind. */
  public int portId() {
    return portId;
  }

  /** The multicast groups, a bit each. */
  public int groups() {
    return groups;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetlinkAddress that && portId == that.portId && groups == that.groups;
  }

  @Override
  public int hashCode() {
    return Objects.hash(portId, groups);
  }

  @Override
  public String toString() {
    return "netlink:" + Integer.toUnsignedString(portId) + ":" + Integer.toUnsignedString(groups);
  }
}
