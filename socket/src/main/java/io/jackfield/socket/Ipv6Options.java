package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;
import static io.jackfield.socket.IpCodecs.NETWORK_INT;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.AddressPreferences;
import io.jackfield.socket.option.FlowLabel;
import io.jackfield.socket.option.Ipv6Source;
import io.jackfield.socket.option.PathMtuDiscovery;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The options of an IPv6 socket, level {@code IPPROTO_IPV6}; those about groups are in {@link
 * Ipv6MulticastOptions}, those of packets' extension headers in {@link Ipv6HeaderOptions}. What an
 * option "tells with each packet" comes with the receive as a control message. Source: ipv6(7),
 * {@code linux/in6.h}, RFC 3542.
 */
public final class Ipv6Options {
  private static final OptionLevel IPV6 = OptionLevel.of(Abi.IPPROTO_IPV6);

  /**
   * Makes the socket, connected to an IPv4 peer, one of family {@code AF_INET}, which is 2; this
   * side's object keeps its family.
   */
  public static final KernelOption<Integer> ADDRESS_FORM = IPV6.option("IPV6_ADDRFORM", 1, INT);

  /** Where in a raw socket's packets the kernel puts a checksum, bytes, even; -1 for nowhere. */
  public static final KernelOption<Integer> CHECKSUM = IPV6.option("IPV6_CHECKSUM", 7, INT);

  /** Tells with each packet its flow label and traffic class. */
  public static final KernelOption<Boolean> REPORT_FLOW_INFO =
      IPV6.option("IPV6_FLOWINFO", 11, FLAG);

  /** How many routers a packet may pass, 0 to 255; -1 for the route's number. */
  public static final KernelOption<Integer> UNICAST_HOPS =
      IPV6.option("IPV6_UNICAST_HOPS", 16, INT);

  /** Which packets for routers a raw socket gets: their value, -1 for none; reads as 0 or 1. */
  public static final KernelOption<Integer> ROUTER_ALERT =
      IPV6.option("IPV6_ROUTER_ALERT", 22, INT);

  /** Who sees to it that packets fit their path. */
  public static final KernelOption<PathMtuDiscovery> MTU_DISCOVERY =
      IPV6.option("IPV6_MTU_DISCOVER", 23, IpCodecs.PATH_MTU_DISCOVERY);

  /** Read: the largest packet that fits the path to the peer. Set: the largest sent. Bytes. */
  public static final KernelOption<Integer> MTU = IPV6.option("IPV6_MTU", 24, INT);

  /** Keeps the errors of datagrams, with what caused them, in the error queue. */
  public static final KernelOption<Boolean> ERROR_QUEUE = IPV6.option("IPV6_RECVERR", 25, FLAG);

  /** Keeps an IPv6 socket from taking IPv4 too; to be set before bind. */
  public static final KernelOption<Boolean> V6_ONLY = IPV6.option("IPV6_V6ONLY", 26, FLAG);

  /** Keeps {@link #ROUTER_ALERT} to the socket's own network namespace. */
  public static final KernelOption<Boolean> ROUTER_ALERT_ISOLATED =
      IPV6.option("IPV6_ROUTER_ALERT_ISOLATE", 30, FLAG);

  /** As {@link #ERROR_QUEUE}, and says where in the error the sender's packet ends (RFC 4884). */
  public static final KernelOption<Boolean> ERROR_QUEUE_RFC4884 =
      IPV6.option("IPV6_RECVERR_RFC4884", 31, FLAG);

  /** Asks for a flow label, keeps it, gives it back; read by {@code asking(…)}. */
  public static final KernelOption<FlowLabel> FLOW_LABEL =
      IPV6.option("IPV6_FLOWLABEL_MGR", 32, Ipv6Codecs.FLOW_LABEL);

  /** Lets addresses that are sent to carry a flow label. */
  public static final KernelOption<Boolean> SEND_FLOW_INFO =
      IPV6.option("IPV6_FLOWINFO_SEND", 33, FLAG);

  /** Lets a raw socket write the packets' headers itself. */
  public static final KernelOption<Boolean> HEADER_INCLUDED = IPV6.option("IPV6_HDRINCL", 36, FLAG);

  /** Tells with each packet which address and device it came to. */
  public static final KernelOption<Boolean> REPORT_PACKET_INFO =
      IPV6.option("IPV6_RECVPKTINFO", 49, FLAG);

  /** Which device packets leave through; the kernel keeps the address, and makes nothing of it. */
  public static final KernelOption<Ipv6Source> SOURCE =
      IPV6.writeOnly("IPV6_PKTINFO", 50, Ipv6Codecs.SOURCE);

  /** Tells with each packet how many routers it could still have passed. */
  public static final KernelOption<Boolean> REPORT_HOP_LIMIT =
      IPV6.option("IPV6_RECVHOPLIMIT", 51, FLAG);

  /** Tells when the path turns out to take shorter packets only. */
  public static final KernelOption<Boolean> REPORT_PATH_MTU =
      IPV6.option("IPV6_RECVPATHMTU", 60, FLAG);

  /** The largest packet that fits the path to the peer, bytes, as far as is known. */
  public static final KernelOption<Integer> PATH_MTU =
      IPV6.readOnly("IPV6_PATHMTU", 61, Ipv6Codecs.PATH_MTU);

  /** Refuses datagrams that would have to be fragmented, with {@code EMSGSIZE}. */
  public static final KernelOption<Boolean> DONT_FRAGMENT = IPV6.option("IPV6_DONTFRAG", 62, FLAG);

  /** Tells with each packet its {@link #TRAFFIC_CLASS}. */
  public static final KernelOption<Boolean> REPORT_TRAFFIC_CLASS =
      IPV6.option("IPV6_RECVTCLASS", 66, FLAG);

  /** The traffic class of packets sent, 0 to 255; -1 for the default, 0. */
  public static final KernelOption<Integer> TRAFFIC_CLASS = IPV6.option("IPV6_TCLASS", 67, INT);

  /** Gives packets a flow label made from their addresses and ports. */
  public static final KernelOption<Boolean> AUTOMATIC_FLOW_LABEL =
      IPV6.option("IPV6_AUTOFLOWLABEL", 70, FLAG);

  /** Which of the machine's addresses to send from. */
  public static final KernelOption<AddressPreferences> ADDRESS_PREFERENCES =
      IPV6.option("IPV6_ADDR_PREFERENCES", 72, Ipv6Codecs.ADDRESS_PREFERENCES);

  /** Drops packets that could have passed fewer routers, 0 to 255 (RFC 5082). */
  public static final KernelOption<Integer> MIN_HOP_LIMIT =
      IPV6.option("IPV6_MINHOPCOUNT", 73, INT);

  /** Tells with each datagram where it was going before it was redirected. */
  public static final KernelOption<Boolean> REPORT_ORIGINAL_DESTINATION =
      IPV6.option("IPV6_RECVORIGDSTADDR", 74, FLAG);

  /** Permits binds to, and takes connections for, other hosts' addresses; privileged. */
  public static final KernelOption<Boolean> TRANSPARENT = IPV6.option("IPV6_TRANSPARENT", 75, FLAG);

  /** The index of the device that packets to single hosts leave through, 0 for the routes'. */
  public static final KernelOption<Integer> UNICAST_INTERFACE =
      IPV6.option("IPV6_UNICAST_IF", 76, NETWORK_INT);

  /** Tells with each datagram how long the largest of its fragments was. */
  public static final KernelOption<Boolean> REPORT_FRAGMENT_SIZE =
      IPV6.option("IPV6_RECVFRAGSIZE", 77, FLAG);

  /** Permits a bind to an address that is not there, or not yet. */
  public static final KernelOption<Boolean> FREE_BIND = IPV6.option("IPV6_FREEBIND", 78, FLAG);

  /** Where a connection was going before the machine's filters redirected it here. */
  public static final KernelOption<InetSocketAddress> ORIGINAL_DESTINATION =
      IPV6.readOnly("IP6T_SO_ORIGINAL_DST", 80, IpCodecs.ADDRESS);

  static final List<KernelOption<?>> ALL = IPV6.all();

  private Ipv6Options() {}
}
