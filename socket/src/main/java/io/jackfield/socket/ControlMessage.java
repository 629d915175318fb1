package io.jackfield.socket;

import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of a message's ancillary data. Source: cmsg(3), unix(7), ip(7), ipv6(7), udp(7). */
public sealed interface ControlMessage {
  /**
   * Open descriptors to pass: the receiver gets copies of its own ({@code SCM_RIGHTS}). At most
   * 253.
   *
   * @param numbers open in this process until the message is sent
   */
  record SendDescriptors(List<Integer> numbers) implements ControlMessage {
    /** Those of sockets. */
    public static SendDescriptors of(Socket... sockets) {
      return new SendDescriptors(List.of(sockets).stream().map(Socket::descriptor).toList());
    }
  }

  /**
   * Descriptors that arrived; each is the receiver's to close ({@code SCM_RIGHTS}).
   *
   * @param passed in the sender's order
   */
  record Descriptors(List<PassedDescriptor> passed) implements ControlMessage {}

  /**
   * Who sent it, vouched for by the kernel ({@code SCM_CREDENTIALS}, with {@code SO_PASSCRED} set).
   *
   * @param processId of the sender
   * @param userId of the sender
   * @param groupId of the sender
   */
  record Credentials(int processId, int userId, int groupId) implements ControlMessage {}

  /**
   * Which address and interface a datagram came to or is to go from ({@code IP_PKTINFO}, {@code
   * IPV6_PKTINFO}).
   *
   * @param address received: the destination in the header; to send: the source, null for any
   * @param interfaceIndex 0 for any when sending
   */
  record PacketInfo(@Nullable InetAddress address, int interfaceIndex) implements ControlMessage {}

  /**
   * When the kernel received it ({@code SCM_TIMESTAMPNS}, {@code SCM_TIMESTAMP}).
   *
   * @param time by the system's clock
   */
  record Timestamp(Instant time) implements ControlMessage {}

  /**
   * Times of a packet's way ({@code SCM_TIMESTAMPING}).
   *
   * @param software by the kernel, null if none was taken
   * @param hardware by the network card, in its own clock, null if none was taken
   */
  record PacketTimes(@Nullable Instant software, @Nullable Instant hardware)
      implements ControlMessage {}

  /**
   * How many hops were or are left ({@code IP_TTL}, {@code IPV6_HOPLIMIT}).
   *
   * @param hops 0 to 255
   * @param v6 whether of IPv6
   */
  record HopLimit(int hops, boolean v6) implements ControlMessage {}

  /**
   * The type of service or traffic class ({@code IP_TOS}, {@code IPV6_TCLASS}).
   *
   * @param value 0 to 255
   * @param v6 whether of IPv6
   */
  record TrafficClass(int value, boolean v6) implements ControlMessage {}

  /**
   * Into how large datagrams the data is to be cut, or was before the kernel joined it ({@code
   * UDP_SEGMENT}, {@code UDP_GRO}).
   *
   * @param bytes of each but the last
   */
  record SegmentSize(int bytes) implements ControlMessage {}

  /**
   * How many datagrams the socket has lost since it was opened for want of room ({@code
   * SO_RXQ_OVFL}).
   *
   * @param lost counted from the start, unsigned
   */
  record Lost(int lost) implements ControlMessage {}

  /**
   * Why a packet could not be delivered ({@code IP_RECVERR}, {@code IPV6_RECVERR}).
   *
   * @param errno the error; 0 for a notice such as a time stamp
   * @param origin who said so: 1 this machine, 2 ICMP, 3 ICMPv6, 4 a time stamp, 5 zero copy
   * @param type of the ICMP message
   * @param code of the ICMP message
   * @param info more, by origin: the path MTU with {@code EMSGSIZE}
   * @param offender which host said so, null if none is known
   */
  record ExtendedError(
      Errno errno, int origin, int type, int code, int info, @Nullable SocketAddress offender)
      implements ControlMessage {}

  /**
   * Any other, as the kernel has it.
   *
   * @param level {@code cmsg_level}
   * @param type {@code cmsg_type}
   * @param data what follows the header, from position to limit
   */
  record Other(int level, int type, ByteBuffer data) implements ControlMessage {}
}
