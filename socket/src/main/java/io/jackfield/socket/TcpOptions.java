package io.jackfield.socket;

import static io.jackfield.socket.BasicCodecs.FLAG;
import static io.jackfield.socket.BasicCodecs.INT;
import static io.jackfield.socket.BasicCodecs.NAME;
import static io.jackfield.socket.TimeCodecs.MICROS;
import static io.jackfield.socket.TimeCodecs.MILLIS;
import static io.jackfield.socket.TimeCodecs.SECONDS;
import static io.jackfield.socket.TimeCodecs.SECONDS_OR_NONE;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.option.SignatureKey;
import io.jackfield.socket.option.TcpInfo;
import java.time.Duration;
import java.util.List;

/**
 * The options of a TCP socket, level {@code IPPROTO_TCP}; those that take a connection apart and
 * put it together elsewhere are in {@link TcpRepairOptions}. Times are rounded up. Source: tcp(7),
 * {@code linux/tcp.h}.
 */
public final class TcpOptions {
  /** Two keys of 16 bytes: the one in use and the one before. */
  private static final int FAST_OPEN_KEY_BYTES = 32;

  /** The headers of a segment, with a link's. */
  private static final int SYN_BYTES = 1_024;

  /** {@code union tcp_cc_info} has 20. */
  private static final int CONGESTION_INFO_BYTES = 256;

  private static final OptionLevel TCP = OptionLevel.of(Abi.IPPROTO_TCP);

  /** Sends small segments at once instead of gathering them. */
  public static final KernelOption<Boolean> NO_DELAY = TCP.option("TCP_NODELAY", 1, FLAG);

  /** The largest segment to send, bytes, less than the peer allows; 0 for the default. */
  public static final KernelOption<Integer> MAX_SEGMENT = TCP.option("TCP_MAXSEG", 2, INT);

  /** Sends full segments only, until it is taken back or 200 ms have passed. */
  public static final KernelOption<Boolean> CORK = TCP.option("TCP_CORK", 3, FLAG);

  /** After what time without traffic the peer is probed, seconds, at most 32,767. */
  public static final KernelOption<Duration> KEEP_ALIVE_IDLE =
      TCP.option("TCP_KEEPIDLE", 4, SECONDS);

  /** How long after a probe the next one follows, seconds, at most 32,767. */
  public static final KernelOption<Duration> KEEP_ALIVE_INTERVAL =
      TCP.option("TCP_KEEPINTVL", 5, SECONDS);

  /** After how many probes without an answer the connection is given up, 1 to 127. */
  public static final KernelOption<Integer> KEEP_ALIVE_COUNT = TCP.option("TCP_KEEPCNT", 6, INT);

  /** How often a connect repeats its first segment, 1 to 127. */
  public static final KernelOption<Integer> SYN_COUNT = TCP.option("TCP_SYNCNT", 7, INT);

  /** How long a closed connection waits for the peer's close, seconds; negative for not at all. */
  public static final KernelOption<Duration> FIN_WAIT_2_TIME =
      TCP.option("TCP_LINGER2", 8, SECONDS_OR_NONE);

  /**
   * Accepts a connection only when its first data is there, or after this time; seconds, which the
   * kernel makes into a number of repeated segments.
   */
  public static final KernelOption<Duration> DEFER_ACCEPT =
      TCP.option("TCP_DEFER_ACCEPT", 9, SECONDS);

  /** The largest window offered to the peer, bytes; 0 for no limit, on a closed socket only. */
  public static final KernelOption<Integer> WINDOW_CLAMP = TCP.option("TCP_WINDOW_CLAMP", 10, INT);

  /** How the connection does. */
  public static final KernelOption<TcpInfo> INFO =
      TCP.readOnly("TCP_INFO", 11, TcpInfoCodec.INSTANCE);

  /** Acknowledges at once; the kernel takes it back when it sees fit. */
  public static final KernelOption<Boolean> QUICK_ACK = TCP.option("TCP_QUICKACK", 12, FLAG);

  /** What decides how fast it sends: {@code cubic}, {@code reno}, … */
  public static final KernelOption<String> CONGESTION = TCP.option("TCP_CONGESTION", 13, NAME);

  /** Signs the segments exchanged with a peer (RFC 2385). */
  public static final KernelOption<SignatureKey> SIGNATURE =
      TCP.writeOnly("TCP_MD5SIG", 14, TcpCodecs.SIGNATURE_KEY);

  /** Repeats the segments of a connection with few of them under way without waiting longer. */
  public static final KernelOption<Boolean> THIN_LINEAR_TIMEOUTS =
      TCP.option("TCP_THIN_LINEAR_TIMEOUTS", 16, FLAG);

  /** Does nothing since Linux 4.10: it once repeated segments of such connections earlier. */
  public static final KernelOption<Boolean> THIN_DUPLICATE_ACKS =
      TCP.option("TCP_THIN_DUPACK", 17, FLAG);

  /** How long data may go unacknowledged before the connection fails, ms; 0 for the default. */
  public static final KernelOption<Duration> USER_TIMEOUT =
      TCP.option("TCP_USER_TIMEOUT", 18, MILLIS);

  /** How many connections a listener takes with data in their first segment at a time; 0: none. */
  public static final KernelOption<Integer> FAST_OPEN = TCP.option("TCP_FASTOPEN", 23, INT);

  /** How many bytes may be waiting to be sent while it still counts as writable; 0: any. */
  public static final KernelOption<Integer> NOT_SENT_LOW_WATER =
      TCP.option("TCP_NOTSENT_LOWAT", 25, INT);

  /** What the congestion control knows, {@code union tcp_cc_info}; empty where it tells nothing. */
  public static final KernelOption<byte[]> CONGESTION_INFO =
      TCP.readOnly("TCP_CC_INFO", 26, BasicCodecs.bytes(CONGESTION_INFO_BYTES));

  /** A listener keeps its connections' first segments: 1, and 2 with the link's header; 0: no. */
  public static final KernelOption<Integer> SAVE_SYN = TCP.option("TCP_SAVE_SYN", 27, INT);

  /** The headers of the first segment, once; empty if it was not kept. */
  public static final KernelOption<byte[]> SAVED_SYN =
      TCP.readOnly("TCP_SAVED_SYN", 28, BasicCodecs.bytes(SYN_BYTES));

  /** A connect waits for the first send, and takes its data along if the peer allows. */
  public static final KernelOption<Boolean> FAST_OPEN_CONNECT =
      TCP.option("TCP_FASTOPEN_CONNECT", 30, FLAG);

  /** What stands between the connection and its user, once: {@code tls}; empty for nothing. */
  public static final KernelOption<String> UPPER_PROTOCOL = TCP.option("TCP_ULP", 31, NAME);

  /** As {@link #SIGNATURE}, also for all addresses with a prefix, and for one device. */
  public static final KernelOption<SignatureKey> SIGNATURE_EXTENDED =
      TCP.writeOnly("TCP_MD5SIG_EXT", 32, TcpCodecs.SIGNATURE_KEY);

  /** What makes the cookies of {@link #FAST_OPEN}: 16 bytes, 32 with the key before; 0 for none. */
  public static final KernelOption<byte[]> FAST_OPEN_KEY =
      TCP.option("TCP_FASTOPEN_KEY", 33, BasicCodecs.bytes(FAST_OPEN_KEY_BYTES));

  /** Takes and sends data in the first segment without a cookie. */
  public static final KernelOption<Boolean> FAST_OPEN_NO_COOKIE =
      TCP.option("TCP_FASTOPEN_NO_COOKIE", 34, FLAG);

  /** Tells with each receive how many bytes are left: {@code TCP_CM_INQ}. */
  public static final KernelOption<Boolean> REPORT_QUEUED = TCP.option("TCP_INQ", 36, FLAG);

  /** Sends each packet so much later, microseconds: for tests. */
  public static final KernelOption<Duration> SEND_DELAY = TCP.option("TCP_TX_DELAY", 37, MICROS);

  /** Whether several paths are used (RFC 8684; Linux 5.16). */
  public static final KernelOption<Boolean> IS_MULTIPATH = TCP.readOnly("TCP_IS_MPTCP", 43, FLAG);

  /** The longest time before a segment is repeated, ms, 1 to 120 seconds (Linux 6.15). */
  public static final KernelOption<Duration> MAX_RETRANSMISSION_TIMEOUT =
      TCP.option("TCP_RTO_MAX_MS", 44, MILLIS);

  /** The shortest time before a segment is repeated, microseconds (Linux 6.15). */
  public static final KernelOption<Duration> MIN_RETRANSMISSION_TIMEOUT =
      TCP.option("TCP_RTO_MIN_US", 45, MICROS);

  /** The longest time an acknowledgement waits, microseconds (Linux 6.15). */
  public static final KernelOption<Duration> MAX_ACK_DELAY =
      TCP.option("TCP_DELACK_MAX_US", 46, MICROS);

  static final List<KernelOption<?>> ALL = TCP.all();

  private TcpOptions() {}
}
