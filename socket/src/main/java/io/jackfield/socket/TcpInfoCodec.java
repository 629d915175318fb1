package io.jackfield.socket;

import static java.time.temporal.ChronoUnit.MICROS;
import static java.time.temporal.ChronoUnit.MILLIS;

import io.jackfield.socket.option.TcpInfo;
import io.jackfield.socket.option.TcpInfo.CongestionState;
import io.jackfield.socket.option.TcpState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** {@code struct tcp_info} of any length. Source: {@code linux/tcp.h}. */
final class TcpInfoCodec {
  /** More than the structure has, so that its own length can be told. */
  private static final int ROOM_BYTES = 1_024;

  static final OptionCodec<TcpInfo> INSTANCE =
      new OptionCodec.ReadCodec<>(TcpInfo.class, ROOM_BYTES) {
        @Override
        TcpInfo read(ByteBuffer bytes) {
          return new TcpInfoCodec(bytes).info();
        }
      };

  /** Where a field is in the structure; its name in C is {@code tcpi_} and this in lower case. */
  enum Field {
    STATE(0, 1),
    CA_STATE(1, 1),
    RETRANSMITS(2, 1),
    PROBES(3, 1),
    BACKOFF(4, 1),
    OPTIONS(5, 1),
    RTO(8, 4),
    ATO(12, 4),
    SND_MSS(16, 4),
    RCV_MSS(20, 4),
    UNACKED(24, 4),
    SACKED(28, 4),
    LOST(32, 4),
    RETRANS(36, 4),
    LAST_DATA_SENT(44, 4),
    LAST_DATA_RECV(52, 4),
    LAST_ACK_RECV(56, 4),
    PMTU(60, 4),
    RCV_SSTHRESH(64, 4),
    RTT(68, 4),
    RTTVAR(72, 4),
    SND_SSTHRESH(76, 4),
    SND_CWND(80, 4),
    ADVMSS(84, 4),
    REORDERING(88, 4),
    RCV_RTT(92, 4),
    RCV_SPACE(96, 4),
    TOTAL_RETRANS(100, 4),
    PACING_RATE(104, 8),
    MAX_PACING_RATE(112, 8),
    BYTES_ACKED(120, 8),
    BYTES_RECEIVED(128, 8),
    SEGS_OUT(136, 4),
    SEGS_IN(140, 4),
    NOTSENT_BYTES(144, 4),
    MIN_RTT(148, 4),
    DATA_SEGS_IN(152, 4),
    DATA_SEGS_OUT(156, 4),
    DELIVERY_RATE(160, 8),
    BUSY_TIME(168, 8),
    RWND_LIMITED(176, 8),
    SNDBUF_LIMITED(184, 8),
    DELIVERED(192, 4),
    DELIVERED_CE(196, 4),
    BYTES_SENT(200, 8),
    BYTES_RETRANS(208, 8),
    DSACK_DUPS(216, 4),
    REORD_SEEN(220, 4),
    RCV_OOOPACK(224, 4),
    SND_WND(228, 4),
    RCV_WND(232, 4),
    REHASH(236, 4),
    TOTAL_RTO(240, 2),
    TOTAL_RTO_RECOVERIES(242, 2),
    TOTAL_RTO_TIME(244, 4);

    final int at;
    final int bytes;

    Field(int at, int bytes) {
      this.at = at;
      this.bytes = bytes;
    }
  }

  /** {@code tcpi_snd_wscale} in the lower half of this byte, {@code tcpi_rcv_wscale} above. */
  static final int SCALES_AT = 6;

  /** {@code tcpi_delivery_rate_app_limited} is bit 0, {@code tcpi_fastopen_client_fail} 1 and 2. */
  static final int FLAGS_AT = 7;

  private final ByteBuffer bytes;

  private TcpInfoCodec(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  private TcpInfo info() {
    return new TcpInfo(
        KernelNumbers.constant(TcpState.class, (int) value(Field.STATE), TcpState.OTHER),
        agreed(),
        trip(),
        path(),
        congestion(),
        retransmission(),
        traffic(),
        new TcpInfo.Idle(
            time(Field.LAST_DATA_SENT, MILLIS),
            time(Field.LAST_DATA_RECV, MILLIS),
            time(Field.LAST_ACK_RECV, MILLIS)),
        new TcpInfo.Busy(
            time(Field.BUSY_TIME, MICROS),
            time(Field.RWND_LIMITED, MICROS),
            time(Field.SNDBUF_LIMITED, MICROS)),
        bytes.limit());
  }

  private TcpInfo.Agreed agreed() {
    int options = (int) value(Field.OPTIONS);
    int scales = octet(SCALES_AT);
    // The bits are TCPI_OPT_TIMESTAMPS and so on, in their order.
    return new TcpInfo.Agreed(
        (options & 1) != 0,
        (options & 2) != 0,
        (options & 4) != 0,
        (options & 8) != 0,
        (options & 16) != 0,
        (options & 32) != 0,
        scales & 0xf,
        scales >>> 4,
        octet(FLAGS_AT) >>> 1 & 3);
  }

  private TcpInfo.Trip trip() {
    return new TcpInfo.Trip(
        time(Field.RTT, MICROS),
        time(Field.RTTVAR, MICROS),
        time(Field.MIN_RTT, MICROS),
        time(Field.RCV_RTT, MICROS),
        time(Field.RTO, MICROS),
        time(Field.ATO, MICROS));
  }

  private TcpInfo.Path path() {
    return new TcpInfo.Path(
        value(Field.SND_MSS),
        value(Field.RCV_MSS),
        value(Field.ADVMSS),
        value(Field.PMTU),
        value(Field.SND_WND),
        value(Field.RCV_WND),
        value(Field.RCV_SSTHRESH),
        value(Field.RCV_SPACE));
  }

  private TcpInfo.Congestion congestion() {
    return new TcpInfo.Congestion(
        KernelNumbers.constant(
            CongestionState.class, (int) value(Field.CA_STATE), CongestionState.OTHER),
        value(Field.SND_CWND),
        value(Field.SND_SSTHRESH),
        value(Field.PACING_RATE),
        value(Field.MAX_PACING_RATE),
        value(Field.DELIVERY_RATE),
        (octet(FLAGS_AT) & 1) != 0);
  }

  private TcpInfo.Retransmission retransmission() {
    return new TcpInfo.Retransmission(
        (int) value(Field.RETRANSMITS),
        (int) value(Field.PROBES),
        (int) value(Field.BACKOFF),
        value(Field.UNACKED),
        value(Field.SACKED),
        value(Field.LOST),
        value(Field.RETRANS),
        value(Field.TOTAL_RETRANS),
        value(Field.BYTES_RETRANS),
        value(Field.REORDERING),
        value(Field.REORD_SEEN),
        value(Field.DSACK_DUPS),
        value(Field.RCV_OOOPACK),
        (int) value(Field.TOTAL_RTO),
        (int) value(Field.TOTAL_RTO_RECOVERIES),
        time(Field.TOTAL_RTO_TIME, MILLIS),
        value(Field.REHASH));
  }

  private TcpInfo.Traffic traffic() {
    return new TcpInfo.Traffic(
        value(Field.BYTES_SENT),
        value(Field.BYTES_ACKED),
        value(Field.BYTES_RECEIVED),
        value(Field.NOTSENT_BYTES),
        value(Field.SEGS_OUT),
        value(Field.SEGS_IN),
        value(Field.DATA_SEGS_OUT),
        value(Field.DATA_SEGS_IN),
        value(Field.DELIVERED),
        value(Field.DELIVERED_CE));
  }

  /** Unsigned, less 64 bits; 0 where the kernel's structure ends before it. */
  private long value(Field field) {
    if (field.at + field.bytes > bytes.limit()) {
      return 0;
    }
    return switch (field.bytes) {
      case 1 -> octet(field.at);
      case 2 -> Short.toUnsignedLong(bytes.getShort(field.at));
      case 4 -> Integer.toUnsignedLong(bytes.getInt(field.at));
      default -> bytes.getLong(field.at);
    };
  }

  private int octet(int at) {
    return at < bytes.limit() ? bytes.get(at) & 0xff : 0;
  }

  private Duration time(Field field, ChronoUnit unit) {
    return Duration.of(value(field), unit);
  }
}
