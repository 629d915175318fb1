package io.jackfield.socket.option;

import java.time.Duration;

/**
 * How a TCP connection does: {@code struct tcp_info}. Source: tcp(7), {@code linux/tcp.h}.
 *
 * <p>The structure grows from kernel to kernel. What this one's does not have yet is 0, false or
 * {@link Duration#ZERO}, and {@link #bytes} says how much there was; what a newer one has behind
 * the fields below is left out. Counters of segments and the like are unsigned 32 bits in the
 * kernel and begin again at 0; those of bytes have 64.
 *
 * @param state where the connection is in its life
 * @param agreed what both ends agreed on when it was opened
 * @param trip how long a segment and its acknowledgement take
 * @param path what fits through the network and the peer
 * @param congestion how fast it may send
 * @param retransmission what got lost
 * @param traffic what was moved
 * @param idle how long nothing happened
 * @param busy what sending waited for
 * @param bytes the length of the kernel's structure
 */
public record TcpInfo(
    TcpState state,
    Agreed agreed,
    Trip trip,
    Path path,
    Congestion congestion,
    Retransmission retransmission,
    Traffic traffic,
    Idle idle,
    Busy busy,
    int bytes) {

  /**
   * What both ends agreed on when the connection was opened.
   *
   * @param timestamps whether segments carry time stamps (RFC 7323)
   * @param selectiveAcknowledgements whether gaps are told (RFC 2018)
   * @param windowScaling whether windows may pass 65,535 bytes (RFC 7323)
   * @param congestionNotification whether routers' marks are passed on (RFC 3168)
   * @param congestionMarksSeen whether at least one segment came in that could be marked
   * @param dataInSyn whether the first segment's data was taken (RFC 7413)
   * @param sendScale by how many bits the peer's windows are to be shifted
   * @param receiveScale by how many bits ours are
   * @param fastOpenFailure why there was no {@link #dataInSyn}: 0 unknown, 1 no cookie, 2 data not
   *     acknowledged, 3 the first segment was repeated
   */
  public record Agreed(
      boolean timestamps,
      boolean selectiveAcknowledgements,
      boolean windowScaling,
      boolean congestionNotification,
      boolean congestionMarksSeen,
      boolean dataInSyn,
      int sendScale,
      int receiveScale,
      int fastOpenFailure) {}

  /**
   * How long a segment and its acknowledgement take.
   *
   * @param smoothed the round trip, an average
   * @param variation its mean deviation
   * @param minimum the shortest of late
   * @param receiver as a receiver sees it, 0 if unknown
   * @param retransmissionTimeout after this time without an acknowledgement a segment is repeated
   * @param acknowledgementDelay how long an acknowledgement waits for data to travel with
   */
  public record Trip(
      Duration smoothed,
      Duration variation,
      Duration minimum,
      Duration receiver,
      Duration retransmissionTimeout,
      Duration acknowledgementDelay) {}

  /**
   * What fits through the network and the peer, in bytes.
   *
   * @param sendSegment the largest segment sent
   * @param receiveSegment the largest that is expected
   * @param advertisedSegment the largest that the peer was told of
   * @param mtu the largest packet
   * @param peerWindow how much the peer would take
   * @param window how much we would
   * @param windowLimit how far the window may grow for now
   * @param receiveSpace how much is moved in a round trip, for the size of the buffer
   */
  public record Path(
      long sendSegment,
      long receiveSegment,
      long advertisedSegment,
      long mtu,
      long peerWindow,
      long window,
      long windowLimit,
      long receiveSpace) {}

  /**
   * How fast it may send.
   *
   * @param state how the last round of segments went
   * @param window how many segments may be under way
   * @param slowStartThreshold at how many segments the window begins to grow slowly; {@code
   *     0x7fffffff} if at none yet
   * @param pacingRate bytes a second, -1 without a limit
   * @param maxPacingRate bytes a second, -1 without a limit
   * @param deliveryRate bytes a second, the latest measurement
   * @param limitedByApplication whether that was slowed by having nothing to send
   */
  public record Congestion(
      CongestionState state,
      long window,
      long slowStartThreshold,
      long pacingRate,
      long maxPacingRate,
      long deliveryRate,
      boolean limitedByApplication) {}

  /** How the last round of segments went: {@code TCP_CA_*}. */
  public enum CongestionState implements KernelNumber {
    /** Nothing bad of late. */
    OPEN(0),
    /** Segments arrived out of order, or were lost. */
    DISORDER(1),
    /** The window is being made smaller: a router asked for it, or the own device dropped. */
    REDUCED(2),
    /** Lost segments are repeated at once. */
    RECOVERY(3),
    /** Segments are repeated after their time-out. */
    LOSS(4),
    /** One that this version does not know. */
    OTHER(-1);

    private final int number;

    CongestionState(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  /**
   * What got lost, in segments unless said otherwise.
   *
   * @param unanswered how often the oldest segment was repeated in vain
   * @param probes how many probes of an idle peer or a closed window went unanswered
   * @param backoff how often the time-out was doubled
   * @param unacknowledged under way
   * @param selectivelyAcknowledged of those, arrived behind a gap
   * @param lost of those, believed lost
   * @param repeated of those, repeated
   * @param total repeated over the connection's life
   * @param bytes repeated over the connection's life
   * @param reordering by how many places segments are taken to change order
   * @param reorderings how often they were seen to
   * @param duplicates how many the peer said to have got twice
   * @param outOfOrder received out of order
   * @param timeouts how often the time-out was reached
   * @param timeoutRecoveries how often the connection went on after that
   * @param timeoutTime spent so
   * @param rehashes how often another path was tried
   */
  public record Retransmission(
      int unanswered,
      int probes,
      int backoff,
      long unacknowledged,
      long selectivelyAcknowledged,
      long lost,
      long repeated,
      long total,
      long bytes,
      long reordering,
      long reorderings,
      long duplicates,
      long outOfOrder,
      int timeouts,
      int timeoutRecoveries,
      Duration timeoutTime,
      long rehashes) {}

  /**
   * What was moved over the connection's life.
   *
   * @param bytesSent with those repeated
   * @param bytesAcknowledged by the peer
   * @param bytesReceived and acknowledged
   * @param bytesUnsent in the send queue, not yet sent
   * @param segmentsSent of any kind
   * @param segmentsReceived of any kind
   * @param dataSegmentsSent with data in them
   * @param dataSegmentsReceived with data in them
   * @param delivered segments that reached the peer
   * @param deliveredMarked of those, marked by a router (RFC 3168)
   */
  public record Traffic(
      long bytesSent,
      long bytesAcknowledged,
      long bytesReceived,
      long bytesUnsent,
      long segmentsSent,
      long segmentsReceived,
      long dataSegmentsSent,
      long dataSegmentsReceived,
      long delivered,
      long deliveredMarked) {}

  /** How long ago the last data was sent, the last was received, the last acknowledgement came. */
  public record Idle(Duration dataSent, Duration dataReceived, Duration acknowledged) {}

  /**
   * What sending waited for over the connection's life.
   *
   * @param sending how long there was something to send
   * @param limitedByPeer of that, how long the peer's window was closed
   * @param limitedByBuffer of that, how long the send buffer was too small
   */
  public record Busy(Duration sending, Duration limitedByPeer, Duration limitedByBuffer) {}
}
