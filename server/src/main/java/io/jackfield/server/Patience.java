package io.jackfield.server;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * How long one client is waited for. It is told what happens, and when, and knows no clock. By one
 * thread at a time.
 */
final class Patience {
  private static final long NANOS_A_SECOND = 1_000_000_000;

  private final Limits limits;
  private final long idleNanos;
  private final long begunNanos;

  /** When bytes last moved, either way. */
  private long movedNanos;

  private boolean heard;
  private boolean awaitsFirstByte = true;

  /** Whether a message has begun, when, and how much has come since. */
  private boolean midway;

  private long messageNanos;
  private long messageBytes;

  /** How much is being sent, and since when; 0 for nothing. */
  private long sendingBytes;

  private long sendingNanos;

  Patience(Limits limits, long nowNanos) {
    this.limits = limits;
    this.idleNanos = nanos(limits.idleTimeout());
    this.begunNanos = nowNanos;
    this.movedNanos = nowNanos;
  }

  /** Half of all there is at most: sums of two must not overflow. */
  private static long nanos(Duration time) {
    return Math.min(BaseServer.saturatedNanos(time), Long.MAX_VALUE / 2);
  }

  // ---- what happens -----------------------------------------------------------------------------

  /** Something came. */
  void received(int bytes, long nowNanos) {
    movedNanos = nowNanos;
    heard = true;
    messageBytes += bytes;
  }

  /** Whether what came last belongs to a message that is not whole. */
  void midway(boolean isMidway) {
    if (isMidway && !midway) {
      messageNanos = movedNanos;
      messageBytes = 0;
    }
    midway = isMidway;
  }

  /** Whether it is to say something before it is served. */
  void awaitsFirstByte(boolean awaits) {
    awaitsFirstByte = awaits;
  }

  /** So much more is to be sent. */
  void sending(long bytes, long nowNanos) {
    if (sendingBytes == 0) {
      sendingNanos = nowNanos;
      movedNanos = nowNanos;
    }
    sendingBytes += bytes;
  }

  /** The client took some of it. */
  void sent(long nowNanos) {
    movedNanos = nowNanos;
  }

  /** Nothing is left of it. */
  void allSent() {
    sendingBytes = 0;
  }

  // ---- how long it lasts ------------------------------------------------------------------------

  /** How long until something has run out; 0 and less if it has. */
  long leftNanos(long nowNanos) {
    return Math.min(idleNanos - (nowNanos - movedNanos), leftBesidesIdle(nowNanos));
  }

  private long leftBesidesIdle(long nowNanos) {
    long left = Long.MAX_VALUE;
    if (isSilentAtFirst()) {
      left = nanos(limits.firstByteTimeout()) - (nowNanos - begunNanos);
    }
    if (midway) {
      left = Math.min(left, messageAllowed() - (nowNanos - messageNanos));
    }
    if (sendingBytes > 0) {
      left = Math.min(left, sendingAllowed() - (nowNanos - sendingNanos));
    }
    Duration total = limits.totalTimeout();
    return total == null ? left : Math.min(left, nanos(total) - (nowNanos - begunNanos));
  }

  private boolean isSilentAtFirst() {
    return awaitsFirstByte && !heard;
  }

  private long messageAllowed() {
    return nanos(limits.messageTimeout()) + atRate(messageBytes);
  }

  private long sendingAllowed() {
    return idleNanos + atRate(sendingBytes);
  }

  private long atRate(long bytes) {
    return Math.min(bytes, Long.MAX_VALUE / 2 / NANOS_A_SECOND)
        * NANOS_A_SECOND
        / limits.minimumRate();
  }

  /**
   * How long a wait that begins now may last: the idle time-out, unless something else runs out
   * well before it, so that most waits have the same.
   *
   * @throws ClientTimeoutException if something has run out
   */
  Duration toWait(long nowNanos) throws ClientTimeoutException {
    long left = leftBesidesIdle(nowNanos);
    if (left <= 0) {
      throw exceeded(nowNanos);
    }
    return left > idleNanos - idleNanos / 16 ? limits.idleTimeout() : Duration.ofNanos(left);
  }

  /** What has run out, or is about to: told when a wait was as long as it might be. */
  ClientTimeoutException exceeded(long nowNanos) {
    long left = leftNanos(nowNanos);
    Duration total = limits.totalTimeout();
    if (total != null && nanos(total) - (nowNanos - begunNanos) <= left) {
      return exceeded("the conversation has not ended", total);
    }
    if (isSilentAtFirst() && nanos(limits.firstByteTimeout()) - (nowNanos - begunNanos) <= left) {
      return exceeded("the client's first byte has not come", limits.firstByteTimeout());
    }
    if (midway && messageAllowed() - (nowNanos - messageNanos) <= left) {
      return exceeded("a message is not whole", Duration.ofNanos(messageAllowed()));
    }
    return sendingBytes > 0
        ? exceeded("the client does not take what is sent", Duration.ofNanos(sendingAllowed()))
        : exceeded("the client is silent", limits.idleTimeout());
  }

  private static ClientTimeoutException exceeded(String what, Duration limit) {
    return new ClientTimeoutException(what, limit);
  }

  /** The same, brought about by a wait. */
  ClientTimeoutException exceeded(long nowNanos, SocketTimeoutException cause) {
    ClientTimeoutException exceeded = exceeded(nowNanos);
    exceeded.initCause(cause);
    return exceeded;
  }
}
