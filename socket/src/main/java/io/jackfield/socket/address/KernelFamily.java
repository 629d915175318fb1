package io.jackfield.socket.address;

import java.net.ProtocolFamily;

/** Families of Linux that the JDK's {@link java.net.StandardProtocolFamily} lacks. */
public enum KernelFamily implements ProtocolFamily {
  /** Talks to the kernel itself: netlink(7). */
  NETLINK(16),
  /** Frames of a network interface: packet(7). */
  PACKET(17),
  /** Between a virtual machine and its host: vsock(7). */
  VSOCK(40);

  private final int number;

  KernelFamily(int number) {
    this.number = number;
  }

  /** {@code AF_NETLINK} and its like. */
  public int number() {
    return number;
  }
}
