package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;
import static io.jackfield.socket.BasicCodecs.LONG;
import static io.jackfield.socket.BasicCodecs.NAME;
import static io.jackfield.socket.TimeCodecs.MICROS;
import static io.jackfield.socket.TimeCodecs.TIMEVAL;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.BufferLock;
import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.SocketMemory;
import java.time.Duration;
import java.util.List;

/**
 * The options that sockets of every family have, level {@code SOL_SOCKET}; more of that level are
 * in {@link UnixOptions}, {@link TimestampOptions} and {@link FilterOptions}. The JDK's own {@link
 * java.net.StandardSocketOptions} are taken too. Source: socket(7), {@code asm-generic/socket.h}.
 */
public final class SocketOptions {
  private static final OptionLevel SOCKET = OptionLevel.of(Abi.SOL_SOCKET);

  /** Has the protocol log what the socket does, where the kernel was built for that; privileged. */
  public static final KernelOption<Boolean> DEBUG = SOCKET.option("SO_DEBUG", 1, FLAG);

  /** Lets a listener take an address whose last connections are still dying. */
  public static final KernelOption<Boolean> REUSE_ADDRESS = SOCKET.option("SO_REUSEADDR", 2, FLAG);

  /** What the socket carries, as in C: {@code SOCK_STREAM} is 1. */
  public static final KernelOption<Integer> TYPE = SOCKET.readOnly("SO_TYPE", 3, INT);

  /** The errno of the last failure that no call has reported, and clears it; 0 for none. */
  public static final KernelOption<Integer> ERROR = SOCKET.readOnly("SO_ERROR", 4, INT);

  /** Sends to hosts on the own networks only, past the routes. */
  public static final KernelOption<Boolean> DONT_ROUTE = SOCKET.option("SO_DONTROUTE", 5, FLAG);

  /** Permits datagrams to broadcast addresses. */
  public static final KernelOption<Boolean> BROADCAST = SOCKET.option("SO_BROADCAST", 6, FLAG);

  /** Send buffer in bytes; the kernel doubles what is set, for its own use. */
  public static final KernelOption<Integer> SEND_BUFFER = SOCKET.option("SO_SNDBUF", 7, INT);

  /** Receive buffer in bytes; the kernel doubles what is set, for its own use. */
  public static final KernelOption<Integer> RECEIVE_BUFFER = SOCKET.option("SO_RCVBUF", 8, INT);

  /** Probes an idle connection's peer; when and how often is in {@link TcpOptions}. */
  public static final KernelOption<Boolean> KEEP_ALIVE = SOCKET.option("SO_KEEPALIVE", 9, FLAG);

  /** Leaves urgent data among the rest, where receives without flags find it. */
  public static final KernelOption<Boolean> OUT_OF_BAND_INLINE =
      SOCKET.option("SO_OOBINLINE", 10, FLAG);

  /** Sends UDP datagrams over IPv4 without a checksum. */
  public static final KernelOption<Boolean> NO_CHECKSUM = SOCKET.option("SO_NO_CHECK", 11, FLAG);

  /** Which queue of the device the packets go to: 0 to 6, others privileged. */
  public static final KernelOption<Integer> PRIORITY = SOCKET.option("SO_PRIORITY", 12, INT);

  /** What a close does with data not yet sent. */
  public static final KernelOption<Linger> LINGER =
      SOCKET.option("SO_LINGER", 13, SocketCodecs.LINGER);

  /** Does nothing since Linux 2.6: it once hid the errors of datagrams. */
  public static final KernelOption<Boolean> BSD_COMPATIBILITY =
      SOCKET.option("SO_BSDCOMPAT", 14, FLAG);

  /** Lets several sockets share an address; the kernel spreads what arrives. */
  public static final KernelOption<Boolean> REUSE_PORT = SOCKET.option("SO_REUSEPORT", 15, FLAG);

  /** How many bytes must be there before a receive or a wait for them ends. */
  public static final KernelOption<Integer> RECEIVE_LOW_WATER =
      SOCKET.option("SO_RCVLOWAT", 18, INT);

  /** How many bytes must find room before a send begins: always 1 on Linux. */
  public static final KernelOption<Integer> SEND_LOW_WATER =
      SOCKET.readOnly("SO_SNDLOWAT", 19, INT);

  /**
   * How long a receive waits, microseconds, 0 for ever: for those who use the descriptor directly.
   * Calls here go by {@link Socket#timeout(Duration)}.
   */
  public static final KernelOption<Duration> RECEIVE_TIMEOUT =
      SOCKET.option("SO_RCVTIMEO", 20, TIMEVAL);

  /** How long a send waits, as {@link #RECEIVE_TIMEOUT}. */
  public static final KernelOption<Duration> SEND_TIMEOUT =
      SOCKET.option("SO_SNDTIMEO", 21, TIMEVAL);

  /** Sends and receives through this device alone, by its name; empty for any. */
  public static final KernelOption<String> BIND_TO_DEVICE =
      SOCKET.option("SO_BINDTODEVICE", 25, NAME);

  /** Whether it is a listener. */
  public static final KernelOption<Boolean> ACCEPTS_CONNECTIONS =
      SOCKET.readOnly("SO_ACCEPTCONN", 30, FLAG);

  /** As {@link #SEND_BUFFER}, past the system's limit {@code net.core.wmem_max}; privileged. */
  public static final KernelOption<Integer> SEND_BUFFER_FORCED =
      SOCKET.writeOnly("SO_SNDBUFFORCE", 32, INT);

  /** As {@link #RECEIVE_BUFFER}, past the system's limit {@code net.core.rmem_max}; privileged. */
  public static final KernelOption<Integer> RECEIVE_BUFFER_FORCED =
      SOCKET.writeOnly("SO_RCVBUFFORCE", 33, INT);

  /** Marks the packets for routes and filters; privileged. */
  public static final KernelOption<Integer> MARK = SOCKET.option("SO_MARK", 36, INT);

  /** The protocol's number, as in C: {@code IPPROTO_TCP} is 6. */
  public static final KernelOption<Integer> PROTOCOL = SOCKET.readOnly("SO_PROTOCOL", 38, INT);

  /** The family's number, as in C: {@code AF_INET} is 2. */
  public static final KernelOption<Integer> DOMAIN = SOCKET.readOnly("SO_DOMAIN", 39, INT);

  /** Tells with each datagram how many were dropped so far for want of room. */
  public static final KernelOption<Boolean> REPORT_OVERFLOW =
      SOCKET.option("SO_RXQ_OVFL", 40, FLAG);

  /** Reports whether packets were acknowledged on the air (802.11). */
  public static final KernelOption<Boolean> REPORT_WIFI_STATUS =
      SOCKET.option("SO_WIFI_STATUS", 41, FLAG);

  /** From how many bytes on a peek looks, moving on as it does; -1 for always from the start. */
  public static final KernelOption<Integer> PEEK_OFFSET = SOCKET.option("SO_PEEK_OFF", 42, INT);

  /** Takes the last four bytes of a packet as its checksum on the wire: packet sockets. */
  public static final KernelOption<Boolean> CHECKSUM_GIVEN = SOCKET.option("SO_NOFCS", 43, FLAG);

  /** Has select(2) and the like say that an error waits, besides that there is one. */
  public static final KernelOption<Boolean> SELECT_ERROR_QUEUE =
      SOCKET.option("SO_SELECT_ERR_QUEUE", 45, FLAG);

  /** How long a receive polls the device before it waits, microseconds; more is privileged. */
  public static final KernelOption<Duration> BUSY_POLL = SOCKET.option("SO_BUSY_POLL", 46, MICROS);

  /** How fast it sends at most, bytes a second; -1 without a limit. */
  public static final KernelOption<Long> MAX_PACING_RATE =
      SOCKET.option("SO_MAX_PACING_RATE", 47, LONG);

  /** The processor that last handled one of its packets; set, that whose packets it prefers. */
  public static final KernelOption<Integer> INCOMING_CPU =
      SOCKET.option("SO_INCOMING_CPU", 49, INT);

  /** Tells the kernel, by a 1, that its route seems not to work (RFC 4821). */
  public static final KernelOption<Integer> CONNECTION_ADVICE =
      SOCKET.writeOnly("SO_CNX_ADVICE", 53, INT);

  /** What the queues hold and may hold. */
  public static final KernelOption<SocketMemory> MEMORY =
      SOCKET.readOnly("SO_MEMINFO", 55, SocketCodecs.MEMORY);

  /** The number of the device's queue that the last packet came from, 0 if unknown. */
  public static final KernelOption<Integer> INCOMING_NAPI_ID =
      SOCKET.readOnly("SO_INCOMING_NAPI_ID", 56, INT);

  /** The socket's number, never given to another one while the system runs. */
  public static final KernelOption<Long> COOKIE = SOCKET.readOnly("SO_COOKIE", 57, LONG);

  /** Permits sends from the caller's own memory ({@code MSG_ZEROCOPY}). */
  public static final KernelOption<Boolean> ZERO_COPY = SOCKET.option("SO_ZEROCOPY", 60, FLAG);

  /** As {@link #BIND_TO_DEVICE}, by the device's index; 0 for any. */
  public static final KernelOption<Integer> BIND_TO_INTERFACE =
      SOCKET.option("SO_BINDTOIFINDEX", 62, INT);

  /** Would rather poll the device itself than be interrupted by it; privileged. */
  public static final KernelOption<Boolean> PREFER_BUSY_POLL =
      SOCKET.option("SO_PREFER_BUSY_POLL", 69, FLAG);

  /** How many packets one round of polling takes, 0 to 65,535; more than it was is privileged. */
  public static final KernelOption<Integer> BUSY_POLL_BUDGET =
      SOCKET.writeOnly("SO_BUSY_POLL_BUDGET", 70, INT);

  /** The number of the network namespace it is in. */
  public static final KernelOption<Long> NAMESPACE_COOKIE =
      SOCKET.readOnly("SO_NETNS_COOKIE", 71, LONG);

  /** Which buffers keep their size. */
  public static final KernelOption<BufferLock> BUFFER_LOCK =
      SOCKET.option("SO_BUF_LOCK", 72, SocketCodecs.BUFFER_LOCK);

  /** How many bytes of memory to set aside for it, in a control group that counts them. */
  public static final KernelOption<Integer> RESERVED_MEMORY =
      SOCKET.option("SO_RESERVE_MEM", 73, INT);

  /** Whether to try another path when segments get lost: 0, 1, or -1 for the system's choice. */
  public static final KernelOption<Integer> REHASH = SOCKET.option("SO_TXREHASH", 74, INT);

  /** Tells each packet's mark with it. */
  public static final KernelOption<Boolean> REPORT_MARK = SOCKET.option("SO_RCVMARK", 75, FLAG);

  /** Tells each packet's priority with it (Linux 6.14). */
  public static final KernelOption<Boolean> REPORT_PRIORITY =
      SOCKET.option("SO_RCVPRIORITY", 82, FLAG);

  static final List<KernelOption<?>> ALL = SOCKET.all();

  private SocketOptions() {}
}
