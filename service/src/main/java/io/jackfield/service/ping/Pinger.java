package io.jackfield.service.ping;

import io.jackfield.service.ping.EchoTransport.Arrival;
import io.jackfield.service.ping.IcmpMessage.EchoHeader;
import io.jackfield.service.ping.IcmpMessage.EchoReply;
import io.jackfield.service.ping.IcmpMessage.Problem;
import io.jackfield.service.ping.PingEvent.NotSent;
import io.jackfield.service.ping.PingEvent.Replied;
import io.jackfield.service.ping.PingEvent.Troubled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends echo requests to a host, one an interval, and tells what comes back. {@link #run} belongs
 * to one thread; {@link #stop} and {@link #close} may be called by any.
 */
public final class Pinger implements AutoCloseable {
  private static final long WAIT_WITHOUT_REPLIES_NANOS = Duration.ofSeconds(10).toNanos();

  private final PingPlan plan;
  private final EchoTransport transport;
  private final LongSupplier nanoTime;
  private final Consumer<PingEvent> listener;
  private final EchoSession session = new EchoSession();
  private final RoundTrips trips = new RoundTrips();
  private final ByteBuffer data;
  private final long intervalNanos;
  private long received;
  private long duplicates;
  private long errors;
  private long firstSentNanos;
  private long lastSentNanos;
  private long nextSendNanos;
  private volatile boolean stopped;

  /**
   * Opens a raw socket, or where that is not permitted a datagram one.
   *
   * @param listener told of everything by the thread that runs
   * @throws io.jackfield.socket.PermissionDeniedException if neither is permitted: see {@code
   *     net.ipv4.ping_group_range} in icmp(7)
   * @throws io.jackfield.socket.UnsupportedSocketException if the kernel has not the target's
   *     version of IP
   */
  public static Pinger open(PingPlan plan, Consumer<PingEvent> listener) throws IOException {
    Rehearsal.ofSending(plan.target());
    EchoSocket socket = EchoSocket.open(plan.target());
    try {
      if (plan.hopLimit() != null) {
        socket.hopLimit(plan.hopLimit());
      }
      return new Pinger(plan, socket, System::nanoTime, listener);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  Pinger(
      PingPlan plan, EchoTransport transport, LongSupplier nanoTime, Consumer<PingEvent> listener) {
    this.plan = plan;
    this.transport = transport;
    this.nanoTime = nanoTime;
    this.listener = listener;
    this.data = pattern(plan.dataBytes());
    this.intervalNanos = plan.interval().toNanos();
  }

  /** Bytes that count up: damage shows in a dump, and no two neighbours are alike. */
  private static ByteBuffer pattern(int bytes) {
    ByteBuffer pattern = ByteBuffer.allocate(bytes);
    while (pattern.hasRemaining()) {
      pattern.put((byte) pattern.position());
    }
    return pattern.flip();
  }

  /**
   * Pings until all is sent and answered or waited for, or {@link #stop} is called.
   *
   * @throws IOException if the first request cannot be sent, or receiving fails
   */
  public PingStatistics run() throws IOException {
    nextSendNanos = nanoTime.getAsLong();
    try {
      while (!stopped && turn(nanoTime.getAsLong())) {
        // Goes on.
      }
    } catch (ClosedChannelException e) {
      if (!stopped) {
        throw e;
      }
    }
    return statistics();
  }

  /** Sends what is due, or waits for what comes until the next is; false at the end. */
  private boolean turn(long nowNanos) throws IOException {
    boolean more = session.sent() < plan.count();
    if (more && nowNanos - nextSendNanos >= 0) {
      send(nowNanos);
      return true;
    }
    long deadline = more ? nextSendNanos : lastSentNanos + lastWaitNanos();
    if (!more && (!session.isWaiting() || nowNanos - deadline >= 0)) {
      return false;
    }
    Arrival arrival = transport.receive(deadline);
    if (arrival != null) {
      take(arrival);
    }
    return true;
  }

  private long lastWaitNanos() {
    Duration wait = plan.lastWait();
    if (wait != null) {
      return wait.toNanos();
    }
    return received == 0 ? WAIT_WITHOUT_REPLIES_NANOS : Math.max(2 * trips.max(), intervalNanos);
  }

  private void send(long nowNanos) throws IOException {
    boolean first = session.sent() == 0;
    if (first) {
      firstSentNanos = nowNanos;
    }
    lastSentNanos = nowNanos;
    // Who is late by more than an interval does not catch up: the host is not to be flooded.
    boolean heldUp = nowNanos - nextSendNanos >= intervalNanos;
    nextSendNanos = (heldUp ? nowNanos : nextSendNanos) + intervalNanos;
    int sequence = session.next();
    try {
      session.sent(sequence, transport.send(sequence, data.rewind()));
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      if (first) {
        throw e;
      }
      session.troubled(sequence);
      errors++;
      listener.accept(new NotSent(sequence, e));
    }
  }

  private void take(Arrival arrival) {
    switch (arrival.message()) {
      case EchoReply reply when reply.identifier() == transport.identifier() ->
          takeReply(arrival, reply.sequence());
      case Problem(_, _, _, _, @Nullable EchoHeader quoted)
          when quoted != null && quoted.identifier() == transport.identifier() ->
          takeProblem(arrival, quoted.sequence());
      case EchoReply _, Problem _ -> {} // Another pinger's.
      case IcmpMessage.EchoRequest _, IcmpMessage.Other _, IcmpMessage.Malformed _ -> {}
    }
  }

  private void takeReply(Arrival arrival, int sequence) {
    EchoSession.Answer answer = session.answered(sequence);
    if (answer == EchoSession.Answer.UNKNOWN) {
      return;
    }
    boolean duplicate = answer == EchoSession.Answer.DUPLICATE;
    if (duplicate) {
      duplicates++;
    } else {
      received++;
    }
    long time = Math.max(0, arrival.atNanos() - session.sentNanos(sequence));
    trips.add(time);
    listener.accept(
        new Replied(
            arrival.source(),
            arrival.bytes(),
            sequence,
            arrival.hopLimit(),
            Duration.ofNanos(time),
            duplicate));
  }

  private void takeProblem(Arrival arrival, int sequence) {
    if (arrival.message() instanceof Problem problem && session.troubled(sequence)) {
      errors++;
      listener.accept(new Troubled(arrival.source(), sequence, problem.text()));
    }
  }

  private PingStatistics statistics() {
    return new PingStatistics(
        session.sent(),
        received,
        duplicates,
        errors,
        Duration.ofNanos(lastSentNanos - firstSentNanos),
        Duration.ofNanos(trips.min()),
        Duration.ofNanos(trips.average()),
        Duration.ofNanos(trips.max()),
        Duration.ofNanos(trips.deviation()));
  }

  /** Ends {@link #run} now; it returns the statistics of what was done. */
  public void stop() throws IOException {
    stopped = true;
    transport.close();
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }
}
