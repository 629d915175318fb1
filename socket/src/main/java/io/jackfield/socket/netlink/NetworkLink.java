package io.jackfield.socket.netlink;

import java.util.List;
import java.util.Set;

/**
 * A network interface as the kernel tells of it. Source: rtnetlink(7), netdevice(7).
 *
 * @param index its number, 1 or more, as {@link java.net.NetworkInterface#getIndex} has it
 * @param name at most 15 bytes: {@code lo}, {@code eth0}
 * @param flags what it is and can; bits without a name in {@link LinkFlag} are left out
 * @param mtuBytes the largest packet it carries
 * @param hardwareAddress empty where the kind of interface has none
 * @param addresses of IPv4 and IPv6, in the kernel's order
 */
public record NetworkLink(
    int index,
    String name,
    Set<LinkFlag> flags,
    int mtuBytes,
    HardwareAddress hardwareAddress,
    List<LinkAddress> addresses) {

  /** Keeps copies of the collections. */
  public NetworkLink {
    flags = Set.copyOf(flags);
    addresses = List.copyOf(addresses);
  }

  /** Whether it was switched on, which is not yet to say that a cable is in. */
  public boolean isUp() {
    return flags.contains(LinkFlag.UP);
  }

  /** Whether it leads to this machine only. */
  public boolean isLoopback() {
    return flags.contains(LinkFlag.LOOPBACK);
  }

  /** Whether it carries multicast. */
  public boolean supportsMulticast() {
    return flags.contains(LinkFlag.MULTICAST);
  }

  NetworkLink withAddresses(List<LinkAddress> all) {
    return new NetworkLink(index, name, flags, mtuBytes, hardwareAddress, all);
  }
}
