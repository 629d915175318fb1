package io.jackfield.server;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server has done since it was opened. More may be counted with time. */
public final class ServerCounts {
  /** Of a server that has done nothing yet. */
  public static final ServerCounts NOTHING = new ServerCounts(Map.of());

  /** What is 0 is not in it. */
  private final Map<Count, Long> sums;

  ServerCounts(Map<Count, Long> sums) {
    var counted = new EnumMap<Count, Long>(Count.class);
    sums.forEach((what, sum) -> {
      if (sum != 0) {
        counted.put(what, sum);
      }
    });
    this.sums = Collections.unmodifiableMap(counted);
  }

  private long sum(Count what) {
    return sums.getOrDefault(what, 0L);
  }

  /** Connections accepted or datagrams received. */
  public long taken() {
    return sum(Count.TAKEN);
  }

  /** Requests that {@link ServerHooks#verifyRequest}, or a factory of protocols, turned away. */
  public long refused() {
    return sum(Count.REFUSED);
  }

  /** Requests turned away for want of room: as {@link AtLimit} and {@link Limits} say. */
  public long overloaded() {
    return sum(Count.OVERLOADED);
  }

  /** Requests that failed, whose handler threw, other than those of the next three counts. */
  public long failed() {
    return sum(Count.FAILED);
  }

  /** Conversations ended because the client was silent for too long, or too slow. */
  public long timedOut() {
    return sum(Count.TIMED_OUT);
  }

  /** Datagrams not answered because the answer exceeds {@link DatagramRequest#MAX_ANSWER_BYTES}. */
  public long tooLong() {
    return sum(Count.TOO_LONG);
  }

  /** Datagrams not answered because too many answers waited for the network already. */
  public long dropped() {
    return sum(Count.DROPPED);
  }

  /** Times that a request could not be taken: {@link ServerHooks#handleTakeError}. */
  public long notTaken() {
    return sum(Count.NOT_TAKEN);
  }

  /** Datagrams not handled, being longer than {@link DatagramServerBuilder#datagramBytes}. */
  public long cut() {
    return sum(Count.CUT);
  }

  /** The sums of both. */
  public ServerCounts plus(ServerCounts other) {
    var both = new EnumMap<Count, Long>(Count.class);
    both.putAll(sums);
    other.sums.forEach((what, sum) -> both.merge(what, sum, Long::sum));
    return new ServerCounts(both);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServerCounts counts && sums.equals(counts.sums);
  }

  @Override
  public int hashCode() {
    return sums.hashCode();
  }

  /** All that is not 0: {@code taken 3, timed out 1}. */
  @Override
  public String toString() {
    return sums.entrySet().stream()
        .map(one -> one.getKey().text() + " " + one.getValue())
        .collect(Collectors.joining(", "));
  }

  /** For {@link #of}. */
  long[] inOrder() {
    return Arrays.stream(Count.values()).mapToLong(this::sum).toArray();
  }

  static ServerCounts of(long[] inOrder) {
    var sums = new EnumMap<Count, Long>(Count.class);
    int at = 0;
    for (Count what : Count.values()) {
      sums.put(what, inOrder[at++]);
    }
    return new ServerCounts(sums);
  }
}
