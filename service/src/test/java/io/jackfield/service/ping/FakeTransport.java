package io.jackfield.service.ping;

import io.jackfield.service.ping.IcmpMessage.EchoReply;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A network whose time passes only while somebody waits, and whose answers a test decides. */
final class FakeTransport implements EchoTransport {
  static final int IDENTIFIER = 0xbeef;
  static final InetAddress HOST = InetAddress.ofLiteral("192.0.2.1");

  /** What comes of a request. */
  interface Network {
    void sent(FakeTransport to, int sequence) throws IOException;
  }

  private final Network network;
  private final PriorityQueue<Arrival> coming =
      new PriorityQueue<>(Comparator.comparingLong(arrival -> arrival.atNanos() - start()));

  /** When each request was sent, in milliseconds from the start. */
  final List<Long> sentAtMillis = new ArrayList<>();

  final List<Integer> dataBytes = new ArrayList<>();

  private final long start;
  private long now;
  private boolean closed;

  FakeTransport(long start, Network network) {
    this.start = start;
    this.now = start;
    this.network = network;
  }

  private long start() {
    return start;
  }

  long nanoTime() {
    return now;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  /** Has a reply to {@code sequence} arrive after {@code millis}. */
  void reply(int sequence, double millis) {
    arrive(new EchoReply(IDENTIFIER, sequence, ByteBuffer.allocate(56)), millis);
  }

  void arrive(IcmpMessage message, double millis) {
    coming.add(new Arrival(message, HOST, 64, 60, now + (long) (millis * 1e6)));
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public long send(int sequence, ByteBuffer data) throws IOException {
    long at = now;
    sentAtMillis.add((at - start) / 1_000_000);
    dataBytes.add(data.remaining());
    network.sent(this, sequence);
    return at;
  }

  @Override
  public @Nullable Arrival receive(long deadlineNanos) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    Arrival next = coming.peek();
    if (next != null && next.atNanos() - deadlineNanos <= 0) {
      passUntil(next.atNanos());
      return coming.remove();
    }
    passUntil(deadlineNanos);
    return null;
  }

  /** The clock may pass the end of what a long can count. */
  private void passUntil(long nanos) {
    now += Math.max(nanos - now, 0);
  }

  @Override
  public void close() {
    closed = true;
  }
}
