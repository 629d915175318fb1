package io.jackfield.socket.address;

import io.jackfield.socket.linux.Abi;
import java.net.ProtocolFamily;

/** Families of Linux that the JDK's {@link java.net.StandardProtocolFamily} lacks. */
public enum KernelFamily implements ProtocolFamily {
  /** Talks to the kernel itself: netlink(7). */
  NETLINK(Abi.AF_NETLINK),
  /** Frames of a network interface: packet(7). */
  PACKET(Abi.AF_PACKET),
  /** Between a virtual machine and its host: vsock(7). */
  VSOCK(Abi.AF_VSOCK);

  private final int number;

  KernelFamily(int number) {
    this.number = number;
  }

  /** {@code AF_NETLINK} and its like. */
  public int number() {
    return number;
  }
}
