package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.SourceMembership;
import java.util.List;

/**
 * The options about IPv6 groups, level {@code IPPROTO_IPV6}; IPv4's are in {@link
 * IpMulticastOptions}. Source: ipv6(7), {@code linux/in6.h}, RFC 3493, RFC 3678.
 */
public final class Ipv6MulticastOptions {
  private static final OptionLevel IPV6 = OptionLevel.of(Abi.IPPROTO_IPV6);

  /** The index of the device multicasts leave through, 0 for the kernel's choice. */
  public static final KernelOption<Integer> INTERFACE = IPV6.option("IPV6_MULTICAST_IF", 17, INT);

  /** How many routers a multicast may pass, 0 to 255; -1 for the default, 1. */
  public static final KernelOption<Integer> HOPS = IPV6.option("IPV6_MULTICAST_HOPS", 18, INT);

  /** Whether this machine gets what it sends to a group; it does unless told otherwise. */
  public static final KernelOption<Boolean> LOOP = IPV6.option("IPV6_MULTICAST_LOOP", 19, FLAG);

  /** Joins a group. */
  public static final KernelOption<MulticastMembership> JOIN =
      IPV6.writeOnly("IPV6_ADD_MEMBERSHIP", 20, MulticastCodecs.INET6_MEMBERSHIP);

  /** Leaves a group, whether joined for all senders or some; else {@code EADDRNOTAVAIL}. */
  public static final KernelOption<MulticastMembership> LEAVE =
      IPV6.writeOnly("IPV6_DROP_MEMBERSHIP", 21, MulticastCodecs.INET6_MEMBERSHIP);

  /** Shares an address with other hosts: the nearest gets what is sent to it; privileged. */
  public static final KernelOption<MulticastMembership> JOIN_ANYCAST =
      IPV6.writeOnly("IPV6_JOIN_ANYCAST", 27, MulticastCodecs.INET6_MEMBERSHIP);

  /** No longer shares an address. */
  public static final KernelOption<MulticastMembership> LEAVE_ANYCAST =
      IPV6.writeOnly("IPV6_LEAVE_ANYCAST", 28, MulticastCodecs.INET6_MEMBERSHIP);

  /**
   * Whether a socket bound to all addresses also gets what is sent to groups that others on this
   * machine have joined, as is Linux's default.
   */
  public static final KernelOption<Boolean> ALL_GROUPS =
      IPV6.option("IPV6_MULTICAST_ALL", 29, FLAG);

  /** As {@link #JOIN}, in the form that is the same for IPv4 and IPv6. */
  public static final KernelOption<MulticastMembership> JOIN_GROUP =
      IPV6.writeOnly("MCAST_JOIN_GROUP", 42, MulticastCodecs.MEMBERSHIP);

  /** No longer hears one sender of a joined group. */
  public static final KernelOption<SourceMembership> BLOCK_SOURCE =
      IPV6.writeOnly("MCAST_BLOCK_SOURCE", 43, MulticastCodecs.SOURCE);

  /** Hears a sender again that was {@link #BLOCK_SOURCE blocked}. */
  public static final KernelOption<SourceMembership> UNBLOCK_SOURCE =
      IPV6.writeOnly("MCAST_UNBLOCK_SOURCE", 44, MulticastCodecs.SOURCE);

  /** As {@link #LEAVE}, in the form that is the same for IPv4 and IPv6. */
  public static final KernelOption<MulticastMembership> LEAVE_GROUP =
      IPV6.writeOnly("MCAST_LEAVE_GROUP", 45, MulticastCodecs.MEMBERSHIP);

  /** Joins a group to hear one sender; again to hear another one as well. */
  public static final KernelOption<SourceMembership> JOIN_SOURCE_GROUP =
      IPV6.writeOnly("MCAST_JOIN_SOURCE_GROUP", 46, MulticastCodecs.SOURCE);

  /** No longer hears a sender it was joined for. */
  public static final KernelOption<SourceMembership> LEAVE_SOURCE_GROUP =
      IPV6.writeOnly("MCAST_LEAVE_SOURCE_GROUP", 47, MulticastCodecs.SOURCE);

  /** All the senders that are heard, or not; read by {@code asking(SourceFilter.of(…))}. */
  public static final KernelOption<SourceFilter> SOURCE_FILTER =
      IPV6.option("MCAST_MSFILTER", 48, SourceFilterCodecs.FILTER);

  static final List<KernelOption<?>> ALL = IPV6.all();

  private Ipv6MulticastOptions() {}
}
