package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;
import static io.jackfield.socket.IpCodecs.NETWORK_INT;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.PathMtuDiscovery;
import io.jackfield.socket.option.PortRange;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The options of an IPv4 socket, level {@code IPPROTO_IP}; those about groups are in {@link
 * IpMulticastOptions}. An IPv6 socket that is not raw takes them too, for its IPv4 packets. What an
 * option "tells with each packet" comes with the receive as a control message. Source: ip(7),
 * {@code linux/in.h}.
 */
public final class IpOptions {
  /** {@code MAX_IPOPTLEN}: IP's header has no room for more. */
  private static final int OPTION_BYTES = 40;

  /** More than all control messages of one packet need. */
  private static final int CONTROL_BYTES = 1_024;

  private static final OptionLevel IP = OptionLevel.of(Abi.IPPROTO_IP);

  /** The type of service of packets sent, 8 bits; TCP keeps its own lowest two. */
  public static final KernelOption<Integer> TYPE_OF_SERVICE = IP.option("IP_TOS", 1, INT);

  /** How many routers a packet may pass, 1 to 255; -1 for the system's number. */
  public static final KernelOption<Integer> TIME_TO_LIVE = IP.option("IP_TTL", 2, INT);

  /** Lets a raw socket write the packets' headers itself. */
  public static final KernelOption<Boolean> HEADER_INCLUDED = IP.option("IP_HDRINCL", 3, FLAG);

  /** The options in the headers of packets sent (on a connection also received), 40 bytes. */
  public static final KernelOption<byte[]> HEADER_OPTIONS =
      IP.option("IP_OPTIONS", 4, BasicCodecs.bytes(OPTION_BYTES));

  /** Receives what routers are to look at on its way: raw sockets. */
  public static final KernelOption<Boolean> ROUTER_ALERT = IP.option("IP_ROUTER_ALERT", 5, FLAG);

  /** Tells with each packet the options in its header. */
  public static final KernelOption<Boolean> REPORT_OPTIONS = IP.option("IP_RECVOPTS", 6, FLAG);

  /** Tells with each packet its header's options, made into those of an answer. */
  public static final KernelOption<Boolean> REPORT_RETURN_OPTIONS =
      IP.option("IP_RETOPTS", 7, FLAG);

  /** Tells with each packet which address and device it came to. */
  public static final KernelOption<Boolean> REPORT_PACKET_INFO = IP.option("IP_PKTINFO", 8, FLAG);

  /** The control messages of a TCP connection's last segment, in the kernel's form. */
  public static final KernelOption<byte[]> CONTROL_MESSAGES =
      IP.readOnly("IP_PKTOPTIONS", 9, BasicCodecs.bytes(CONTROL_BYTES));

  /** Who sees to it that packets fit their path. */
  public static final KernelOption<PathMtuDiscovery> MTU_DISCOVERY =
      IP.option("IP_MTU_DISCOVER", 10, IpCodecs.PATH_MTU_DISCOVERY);

  /** Keeps the errors of datagrams, with what caused them, in the error queue. */
  public static final KernelOption<Boolean> ERROR_QUEUE = IP.option("IP_RECVERR", 11, FLAG);

  /** Tells with each packet its {@link #TIME_TO_LIVE} as it arrived. */
  public static final KernelOption<Boolean> REPORT_TIME_TO_LIVE = IP.option("IP_RECVTTL", 12, FLAG);

  /** Tells with each packet its {@link #TYPE_OF_SERVICE}. */
  public static final KernelOption<Boolean> REPORT_TYPE_OF_SERVICE =
      IP.option("IP_RECVTOS", 13, FLAG);

  /** The largest packet that fits the path to a connected peer, bytes. */
  public static final KernelOption<Integer> MTU = IP.readOnly("IP_MTU", 14, INT);

  /** Permits a bind to an address that is not there, or not yet. */
  public static final KernelOption<Boolean> FREE_BIND = IP.option("IP_FREEBIND", 15, FLAG);

  /** Tells with each packet its security label. */
  public static final KernelOption<Boolean> REPORT_SECURITY = IP.option("IP_PASSSEC", 18, FLAG);

  /** Permits binds to, and takes connections for, other hosts' addresses; privileged. */
  public static final KernelOption<Boolean> TRANSPARENT = IP.option("IP_TRANSPARENT", 19, FLAG);

  /** Tells with each datagram where it was going before it was redirected. */
  public static final KernelOption<Boolean> REPORT_ORIGINAL_DESTINATION =
      IP.option("IP_RECVORIGDSTADDR", 20, FLAG);

  /** Drops packets whose time to live is less, 0 to 255 (RFC 5082). */
  public static final KernelOption<Integer> MIN_TIME_TO_LIVE = IP.option("IP_MINTTL", 21, INT);

  /** Leaves fragments as they are, where filters would put them together: raw sockets. */
  public static final KernelOption<Boolean> NO_REASSEMBLY = IP.option("IP_NODEFRAG", 22, FLAG);

  /** Tells with each datagram the checksum of its bytes. */
  public static final KernelOption<Boolean> REPORT_CHECKSUM = IP.option("IP_CHECKSUM", 23, FLAG);

  /** A bind to an address without a port leaves the port to connect. */
  public static final KernelOption<Boolean> BIND_ADDRESS_NO_PORT =
      IP.option("IP_BIND_ADDRESS_NO_PORT", 24, FLAG);

  /** Tells with each datagram how long the largest of its fragments was. */
  public static final KernelOption<Boolean> REPORT_FRAGMENT_SIZE =
      IP.option("IP_RECVFRAGSIZE", 25, FLAG);

  /** As {@link #ERROR_QUEUE}, and says where in the error the sender's packet ends (RFC 4884). */
  public static final KernelOption<Boolean> ERROR_QUEUE_RFC4884 =
      IP.option("IP_RECVERR_RFC4884", 26, FLAG);

  /** The index of the device that packets to single hosts leave through, 0 for the routes'. */
  public static final KernelOption<Integer> UNICAST_INTERFACE =
      IP.option("IP_UNICAST_IF", 50, NETWORK_INT);

  /** Where a port of the kernel's choice comes from (Linux 6.3). */
  public static final KernelOption<PortRange> LOCAL_PORT_RANGE =
      IP.option("IP_LOCAL_PORT_RANGE", 51, IpCodecs.PORT_RANGE);

  /** The protocol's number of a raw socket (Linux 6.3). */
  public static final KernelOption<Integer> PROTOCOL = IP.readOnly("IP_PROTOCOL", 52, INT);

  /** Where a connection was going before the machine's filters redirected it here. */
  public static final KernelOption<InetSocketAddress> ORIGINAL_DESTINATION =
      IP.readOnly("SO_ORIGINAL_DST", 80, IpCodecs.ADDRESS);

  static final List<KernelOption<?>> ALL = IP.all();

  private IpOptions() {}
}
