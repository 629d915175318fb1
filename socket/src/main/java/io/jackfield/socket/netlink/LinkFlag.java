package io.jackfield.socket.netlink;

import java.util.EnumSet;
import java.util.Set;

/** What an interface is and can. Source: netdevice(7), {@code linux/if.h}. */
public enum LinkFlag {
  /** Switched on. */
  UP(0),
  /** Has a broadcast address. */
  BROADCAST(1),
  /** Leads to this machine only. */
  LOOPBACK(3),
  /** Has one other end. */
  POINT_TO_POINT(4),
  /** Has what it needs to carry packets. */
  RUNNING(6),
  /** Knows no ARP. */
  NO_ARP(7),
  /** Receives what is meant for others too. */
  PROMISCUOUS(8),
  /** Receives all multicast. */
  ALL_MULTICAST(9),
  /** The head of a bundle. */
  MASTER(10),
  /** Part of a bundle. */
  SLAVE(11),
  /** Carries multicast. */
  MULTICAST(12),
  /** Loses its addresses when it goes down. */
  DYNAMIC(15),
  /** A signal is on the line. */
  LOWER_UP(16),
  /** Waits for something before it can carry packets. */
  DORMANT(17),
  /** Hears what it sends. */
  ECHO(18);

  final int mask;

  LinkFlag(int bit) {
    mask = 1 << bit;
  }

  static Set<LinkFlag> of(int bits) {
    Set<LinkFlag> flags = EnumSet.noneOf(LinkFlag.class);
    for (LinkFlag flag : values()) {
      if ((bits & flag.mask) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }
}
