package io.jackfield.service.ping;

import io.jackfield.service.ping.IcmpMessage.EchoRequest;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.ExtendedError;
import io.jackfield.socket.ControlMessage.HopLimit;
import io.jackfield.socket.ControlMessage.Timestamp;
import io.jackfield.socket.FilterOptions;
import io.jackfield.socket.MessageFlag;
import io.jackfield.socket.PermissionDeniedException;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Echo requests to one host, by a raw socket or by the datagram socket of ICMP, which needs no
 * privilege where {@code net.ipv4.ping_group_range} has the user's group. Used by one thread;
 * {@link #close} may be called by any. Source: raw(7), icmp(7), ipv6(7).
 *
 * <p>The two differ: of IPv4 a raw socket receives whole packets, and of everybody's ICMP, which an
 * {@link EchoFilter} keeps out; a datagram socket receives replies to its own requests only, the
 * kernel chooses its identifier, and errors come from the queue of errors.
 */
final class EchoSocket implements EchoTransport {
  /** How requests are sent. */
  enum Kind {
    /** Needs root or the capability {@code CAP_NET_RAW}. */
    RAW(SocketType.RAW),
    /** Needs a group within {@code net.ipv4.ping_group_range}. */
    DATAGRAM(SocketType.DATAGRAM);

    final SocketType type;

    Kind(SocketType type) {
      this.type = type;
    }
  }

  /** The most data of a request over IPv4: a packet of 65,535 bytes less its two headers. */
  static final int MAX_DATA_BYTES = 65_507;

  /** A packet is 65,535 bytes at most. */
  private static final int RECEIVED_BYTES = 65_535;

  /** A time, a hop limit, an error with its offender: more than these need. */
  private static final int CONTROL_BYTES = 512;

  /** A send waits where the network's queue is full. */
  private static final Duration SEND_TIMEOUT = Duration.ofSeconds(1);

  private final IcmpVersion version;
  private final Kind kind;
  private final Socket socket;
  private final SocketAddress target;
  private final int identifier;
  private final ByteBuffer buffer = ByteBuffer.allocate(RECEIVED_BYTES);

  /** Errors taken from the kernel's queue while something else was being done. */
  private final Deque<Arrival> errors = new ArrayDeque<>();

  private EchoSocket(IcmpVersion version, Kind kind, Socket socket, InetAddress target)
      throws IOException {
    this.version = version;
    this.kind = kind;
    this.socket = socket;
    this.target = new InetSocketAddress(target, 0);
    EchoOptions.prepare(socket, version, kind);
    if (kind == Kind.RAW) {
      identifier = ThreadLocalRandom.current().nextInt(0x10000);
      socket.setOption(FilterOptions.ATTACH, EchoFilter.of(version, identifier));
    } else {
      identifier = ownPort();
    }
  }

  /** Bound, a datagram socket of ICMP has its identifier in the place of a port. */
  private int ownPort() throws IOException {
    socket.bind(null);
    return socket.localAddress() instanceof InetSocketAddress bound ? bound.getPort() : 0;
  }

  /**
   * Opens a raw socket, or where that is not permitted a datagram one.
   *
   * @throws PermissionDeniedException if neither is permitted
   * @throws io.jackfield.socket.UnsupportedSocketException if the kernel has not this version of IP
   */
  static EchoSocket open(InetAddress target) throws IOException {
    try {
      return open(target, Kind.RAW);
    } catch (PermissionDeniedException e) {
      return open(target, Kind.DATAGRAM);
    }
  }

  /** Opens one of this kind. Throws as above. */
  static EchoSocket open(InetAddress target, Kind kind) throws IOException {
    IcmpVersion version = IcmpVersion.of(target);
    Socket socket = Socket.open(version.family, kind.type, version.protocol);
    try {
      return new EchoSocket(version, kind, socket, target);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** What it was opened as. */
  Kind kind() {
    return kind;
  }

  /**
   * Sets how many hops a request may take, 1 to 255; else the system's number.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  EchoSocket hopLimit(int hops) throws IOException {
    if (hops < 1 || hops > 255) {
      throw new IllegalArgumentException("a hop limit of " + hops);
    }
    EchoOptions.hopLimit(socket, version, hops);
    return this;
  }

  @Override
  public int identifier() {
    return identifier;
  }

  @Override
  public long send(int sequence, ByteBuffer data) throws IOException {
    ByteBuffer bytes = IcmpCodec.encode(version, new EchoRequest(identifier, sequence, data));
    socket.timeout(SEND_TIMEOUT);
    long sentNanos = System.nanoTime();
    try {
      socket.sendTo(bytes, target);
    } catch (IOException e) {
      // It may be an earlier request's error that is told here, and then nothing was sent.
      if (!takeErrors()) {
        throw e;
      }
      sentNanos = System.nanoTime();
      socket.sendTo(bytes.rewind(), target);
    }
    return sentNanos;
  }

  @Override
  public @Nullable Arrival receive(long deadlineNanos) throws IOException {
    for (; ; ) {
      // While the queue of errors has any, a wait for replies would end at once, again and again.
      if (takeErrors() || !errors.isEmpty()) {
        return errors.remove();
      }
      ReceivedMessage received;
      try {
        received = receiveUntil(deadlineNanos);
      } catch (SocketTimeoutException e) {
        return null;
      } catch (IOException e) {
        if (takeErrors()) {
          continue;
        }
        throw e;
      }
      if (received == null) {
        return null;
      }
      Arrival arrival = arrival(received, buffer.flip());
      if (arrival != null) {
        return arrival;
      }
    }
  }

  private @Nullable ReceivedMessage receiveUntil(long deadlineNanos) throws IOException {
    long left = deadlineNanos - System.nanoTime();
    socket.timeout(left <= 0 ? Duration.ZERO : Duration.ofNanos(left));
    return socket.receiveMessage(List.of(buffer.clear()), CONTROL_BYTES);
  }

  /** Null if it is no packet of ICMP. */
  private @Nullable Arrival arrival(ReceivedMessage received, ByteBuffer packet) {
    boolean withHeader = kind == Kind.RAW && version == IcmpVersion.V4;
    ByteBuffer message = withHeader ? QuotedPacket.icmp(version, packet) : packet;
    if (message == null) {
      return null;
    }
    int hops = withHeader ? QuotedPacket.timeToLive(packet) : hops(received.control());
    return new Arrival(
        IcmpCodec.decode(version, message),
        host(received.source()),
        message.remaining(),
        hops,
        arrivedAt(received.control()));
  }

  private static int hops(List<ControlMessage> control) {
    for (ControlMessage one : control) {
      if (one instanceof HopLimit(int hops, _)) {
        return hops;
      }
    }
    return UNKNOWN_HOPS;
  }

  /**
   * The kernel's time of arrival, turned into ours by how long ago it was. A system clock that is
   * set can so spoil one arrival only, the one it is set at.
   */
  private static long arrivedAt(List<ControlMessage> control) {
    long before = System.nanoTime();
    Instant wall = Instant.now();
    long now = before + (System.nanoTime() - before) / 2;
    for (ControlMessage one : control) {
      if (one instanceof Timestamp(Instant time)) {
        return now - Math.max(0, Duration.between(time, wall).toNanos());
      }
    }
    return now;
  }

  private static @Nullable InetAddress host(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getAddress() : null;
  }

  /** Empties the kernel's queue of errors; returns whether there were any. */
  private boolean takeErrors() throws IOException {
    boolean any = false;
    while (kind == Kind.DATAGRAM) {
      ReceivedMessage received =
          socket.receiveMessage(List.of(buffer.clear()), CONTROL_BYTES, MessageFlag.ERROR_QUEUE);
      if (received == null) {
        break;
      }
      any = true;
      buffer.flip();
      for (ControlMessage one : received.control()) {
        if (one instanceof ExtendedError error && isIcmp(error)) {
          errors.add(arrival(error, received, buffer));
        }
      }
    }
    return any;
  }

  private boolean isIcmp(ExtendedError error) {
    return error.origin() == (version == IcmpVersion.V4 ? 2 : 3);
  }

  private Arrival arrival(ExtendedError error, ReceivedMessage received, ByteBuffer quoted) {
    return new Arrival(
        IcmpCodec.problem(version, error.type(), error.code(), error.info(), quoted),
        host(error.offender()),
        quoted.remaining(),
        UNKNOWN_HOPS,
        arrivedAt(received.control()));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
