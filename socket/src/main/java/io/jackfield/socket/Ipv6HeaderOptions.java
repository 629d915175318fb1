package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;

import io.jackfield.socket.linux.Abi;
import java.util.List;

/**
 * The options about IPv6's extension headers, level {@code IPPROTO_IPV6}. The headers are bytes as
 * on the wire, their first (which header comes next) filled in by the kernel; no bytes take one
 * away. Those whose name begins with {@code OLD} report the same in the form of RFC 2292. Source:
 * {@code linux/in6.h}, RFC 3542.
 */
public final class Ipv6HeaderOptions {
  /** An extension header has at most this many bytes: RFC 8200 section 4. */
  private static final int HEADER_BYTES = 2_048;

  /** More than all control messages of one packet need. */
  private static final int CONTROL_BYTES = 4_096;

  private static final OptionCodec<byte[]> HEADER = BasicCodecs.bytes(HEADER_BYTES);
  private static final OptionLevel IPV6 = OptionLevel.of(Abi.IPPROTO_IPV6);

  /** As {@link Ipv6Options#REPORT_PACKET_INFO}. */
  public static final KernelOption<Boolean> OLD_REPORT_PACKET_INFO =
      IPV6.option("IPV6_2292PKTINFO", 2, FLAG);

  /** As {@link #REPORT_HOP_BY_HOP}. */
  public static final KernelOption<Boolean> OLD_REPORT_HOP_BY_HOP =
      IPV6.option("IPV6_2292HOPOPTS", 3, FLAG);

  /** As {@link #REPORT_DESTINATION}. */
  public static final KernelOption<Boolean> OLD_REPORT_DESTINATION =
      IPV6.option("IPV6_2292DSTOPTS", 4, FLAG);

  /** As {@link #REPORT_ROUTING}. */
  public static final KernelOption<Boolean> OLD_REPORT_ROUTING =
      IPV6.option("IPV6_2292RTHDR", 5, FLAG);

  /** Set: what packets are sent with. Read: the last segment's. Control messages as in C. */
  public static final KernelOption<byte[]> OLD_CONTROL_MESSAGES =
      IPV6.option("IPV6_2292PKTOPTIONS", 6, BasicCodecs.bytes(CONTROL_BYTES));

  /** As {@link Ipv6Options#REPORT_HOP_LIMIT}. */
  public static final KernelOption<Boolean> OLD_REPORT_HOP_LIMIT =
      IPV6.option("IPV6_2292HOPLIMIT", 8, FLAG);

  /** Tells with each packet what is in it for each router. */
  public static final KernelOption<Boolean> REPORT_HOP_BY_HOP =
      IPV6.option("IPV6_RECVHOPOPTS", 53, FLAG);

  /** What is in the packets sent for each router; privileged. */
  public static final KernelOption<byte[]> HOP_BY_HOP = IPV6.option("IPV6_HOPOPTS", 54, HEADER);

  /** What is in the packets sent for the hosts that {@link #ROUTING} names; privileged. */
  public static final KernelOption<byte[]> ROUTING_DESTINATION =
      IPV6.option("IPV6_RTHDRDSTOPTS", 55, HEADER);

  /** Tells with each packet over which hosts it came. */
  public static final KernelOption<Boolean> REPORT_ROUTING =
      IPV6.option("IPV6_RECVRTHDR", 56, FLAG);

  /** Over which hosts packets are sent; the kernel takes segment routing only (RFC 8754). */
  public static final KernelOption<byte[]> ROUTING = IPV6.option("IPV6_RTHDR", 57, HEADER);

  /** Tells with each packet what is in it for its destination. */
  public static final KernelOption<Boolean> REPORT_DESTINATION =
      IPV6.option("IPV6_RECVDSTOPTS", 58, FLAG);

  /** What is in the packets sent for their destination; privileged. */
  public static final KernelOption<byte[]> DESTINATION = IPV6.option("IPV6_DSTOPTS", 59, HEADER);

  static final List<KernelOption<?>> ALL = IPV6.all();

  private Ipv6HeaderOptions() {}
}
