package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.Ipv4SourceFilter;
import io.jackfield.socket.option.Ipv4SourceMembership;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceFilter;
import io.jackfield.socket.option.SourceMembership;
import java.util.List;

/**
 * The options about IPv4 groups, level {@code IPPROTO_IP}; IPv6's are in {@link
 * Ipv6MulticastOptions}. Source: ip(7), {@code linux/in.h}, RFC 3678.
 */
public final class IpMulticastOptions {
  private static final OptionLevel IP = OptionLevel.of(Abi.IPPROTO_IP);

  /** Which device multicasts leave through; of what was set the address alone can be read. */
  public static final KernelOption<MulticastInterface> INTERFACE =
      IP.option("IP_MULTICAST_IF", 32, MulticastCodecs.INET_INTERFACE);

  /** How many routers a multicast may pass, 0 to 255; 1 unless set. */
  public static final KernelOption<Integer> TIME_TO_LIVE = IP.option("IP_MULTICAST_TTL", 33, INT);

  /** Whether this machine gets what it sends to a group; it does unless told otherwise. */
  public static final KernelOption<Boolean> LOOP = IP.option("IP_MULTICAST_LOOP", 34, FLAG);

  /** Joins a group. */
  public static final KernelOption<MulticastMembership> JOIN =
      IP.writeOnly("IP_ADD_MEMBERSHIP", 35, MulticastCodecs.INET_MEMBERSHIP);

  /** Leaves a group, whether joined for all senders or some; else {@code EADDRNOTAVAIL}. */
  public static final KernelOption<MulticastMembership> LEAVE =
      IP.writeOnly("IP_DROP_MEMBERSHIP", 36, MulticastCodecs.INET_MEMBERSHIP);

  /** Hears a sender again that was {@link #BLOCK_IPV4_SOURCE blocked}. */
  public static final KernelOption<Ipv4SourceMembership> UNBLOCK_IPV4_SOURCE =
      IP.writeOnly("IP_UNBLOCK_SOURCE", 37, MulticastCodecs.INET_SOURCE);

  /** No longer hears one sender of a joined group. */
  public static final KernelOption<Ipv4SourceMembership> BLOCK_IPV4_SOURCE =
      IP.writeOnly("IP_BLOCK_SOURCE", 38, MulticastCodecs.INET_SOURCE);

  /** Joins a group to hear one sender; again to hear another one as well. */
  public static final KernelOption<Ipv4SourceMembership> JOIN_IPV4_SOURCE =
      IP.writeOnly("IP_ADD_SOURCE_MEMBERSHIP", 39, MulticastCodecs.INET_SOURCE);

  /** No longer hears a sender it was joined for. */
  public static final KernelOption<Ipv4SourceMembership> LEAVE_IPV4_SOURCE =
      IP.writeOnly("IP_DROP_SOURCE_MEMBERSHIP", 40, MulticastCodecs.INET_SOURCE);

  /** All the senders that are heard, or not; read by {@code asking(Ipv4SourceFilter.of(…))}. */
  public static final KernelOption<Ipv4SourceFilter> IPV4_SOURCE_FILTER =
      IP.option("IP_MSFILTER", 41, SourceFilterCodecs.INET_FILTER);

  /** As {@link #JOIN}, in the form that is the same for IPv4 and IPv6. */
  public static final KernelOption<MulticastMembership> JOIN_GROUP =
      IP.writeOnly("MCAST_JOIN_GROUP", 42, MulticastCodecs.MEMBERSHIP);

  /** No longer hears one sender of a joined group. */
  public static final KernelOption<SourceMembership> BLOCK_SOURCE =
      IP.writeOnly("MCAST_BLOCK_SOURCE", 43, MulticastCodecs.SOURCE);

  /** Hears a sender again that was {@link #BLOCK_SOURCE blocked}. */
  public static final KernelOption<SourceMembership> UNBLOCK_SOURCE =
      IP.writeOnly("MCAST_UNBLOCK_SOURCE", 44, MulticastCodecs.SOURCE);

  /** As {@link #LEAVE}, in the form that is the same for IPv4 and IPv6. */
  public static final KernelOption<MulticastMembership> LEAVE_GROUP =
      IP.writeOnly("MCAST_LEAVE_GROUP", 45, MulticastCodecs.MEMBERSHIP);

  /** Joins a group to hear one sender; again to hear another one as well. */
  public static final KernelOption<SourceMembership> JOIN_SOURCE_GROUP =
      IP.writeOnly("MCAST_JOIN_SOURCE_GROUP", 46, MulticastCodecs.SOURCE);

  /** No longer hears a sender it was joined for. */
  public static final KernelOption<SourceMembership> LEAVE_SOURCE_GROUP =
      IP.writeOnly("MCAST_LEAVE_SOURCE_GROUP", 47, MulticastCodecs.SOURCE);

  /** All the senders that are heard, or not; read by {@code asking(SourceFilter.of(…))}. */
  public static final KernelOption<SourceFilter> SOURCE_FILTER =
      IP.option("MCAST_MSFILTER", 48, SourceFilterCodecs.FILTER);

  /**
   * Whether a socket bound to all addresses also gets what is sent to groups that others on this
   * machine have joined, as is Linux's default.
   */
  public static final KernelOption<Boolean> ALL_GROUPS = IP.option("IP_MULTICAST_ALL", 49, FLAG);

  static final List<KernelOption<?>> ALL = IP.all();

  private IpMulticastOptions() {}
}
