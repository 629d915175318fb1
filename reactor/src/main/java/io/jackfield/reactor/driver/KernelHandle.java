package io.jackfield.reactor.driver;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A descriptor of a readiness driver, and what was asked of it that is not done. */
final class KernelHandle extends Handle {
  /** How it is read from and written to. */
  enum Kind {
    /**
     * What has a connection, which ends: {@code recv(2)} and {@code send(2)}, or for sequenced
     * packets {@code recvmsg(2)} and {@code sendmsg(2)}; a listener too.
     */
    STREAM,
    /** {@code recvmsg(2)} and {@code sendmsg(2)}, a message each. */
    MESSAGES,
    /** {@code read(2)} and {@code write(2)}. */
    PIPE,
    /** As a pipe, poll(2) being asked first: the descriptor may be a blocking one. */
    SHARED_PIPE,
    /** The same of a pipe or a FIFO, which can be written to without waiting all the same. */
    SHARED_FIFO,
    /** Not at all. */
    WATCHED
  }

  /** A message that waits for room. */
  record Message(ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control) {}

  /**
   * A connection that is being made.
   *
   * @param started when that began, for who observes
   * @param deadline when the kernel is to give it up, in the driver's time; null for never
   */
  record Connecting(SocketAddress to, long started, @Nullable Long deadline) {
    Connecting(SocketAddress to, long started) {
      this(to, started, null);
    }

    Connecting until(long time) {
      return new Connecting(to, started, time);
    }

    boolean isLate(long now) {
      return deadline != null && now - deadline >= 0;
    }
  }

  /**
   * What only few have: those that carry messages, listeners, a client's until it is connected, and
   * those that are observed.
   */
  static final class Rare {
    /** Whether its messages are datagrams of IP, of which the kernel takes many a call. */
    final boolean areBatched;

    /** The most bytes of a datagram in a train; -1 if that is not known yet. */
    int trainLimit = -1;

    /** Room for what comes beside each. */
    int controlBytes;

    /** The message that waits for room. */
    @Nullable Message sending;

    /** The connection that is being made. */
    @Nullable Connecting connecting;

    /** Of a stream: its peer, once somebody who observes was told of it. */
    @Nullable SocketAddress peer;

    /** Of {@code io_uring}: of a listener that one request may accept all connections of. */
    @Nullable AcceptedAhead ahead;

    Rare(boolean areBatched) {
      this.areBatched = areBatched;
    }
  }

  final int number;
  final Kind kind;

  /** Made of a socket of messages at once, of others when first asked for. */
  private @Nullable Rare rare;

  /** Null where it is no socket, or one that is made an object when first asked for. */
  private @Nullable Socket socket;

  /**
   * Tells it from other handles in the kernel's events: of {@code io_uring} its place among those
   * something goes on with, else its generation among those of the same number; -1 where it has
   * none.
   */
  int mark = -1;

  /** What the kernel watches it for now; 0: it is not in the set. */
  short watchedFor;

  // What was asked for.
  boolean accepting;
  boolean receiving;
  boolean receivingMessages;
  @Nullable Outgoing sending;

  /** As poll(2) has them. */
  short events;

  /** Of {@code io_uring}: the requests that go on, a bit each. */
  byte going;

  /** Of {@code io_uring}: those of them that were cancelled. */
  byte cancelled;

  /** Of {@code io_uring}: whether the receive that goes on, or went last, has a limit. */
  boolean receivesToLimit;

  /** Of {@code io_uring}: whether it waits for a buffer to receive into. */
  boolean starved;

  /** Of {@code io_uring}: how many receives in a row brought little. */
  byte smallReceives;

  /** Of {@code io_uring}: whether its close is to be a reset. */
  boolean reset;

  /** Of {@code io_uring}: whether its descriptor is closed, though requests go on. */
  boolean isNumberFree;

  /** Whether it waits in the driver's list of handles whose interest may have changed. */
  boolean changed;

  boolean closed;

  KernelHandle(int number, Kind kind) {
    this.number = number;
    this.kind = kind;
  }

  KernelHandle(Socket socket, Kind kind) throws IOException {
    this.number = socket.descriptor();
    this.kind = kind;
    this.socket = socket;
    if (kind == Kind.MESSAGES) {
      rare =
          new Rare(
              socket.family() == StandardProtocolFamily.INET
                  || socket.family() == StandardProtocolFamily.INET6);
    }
  }

  Rare rare() {
    Rare there = rare;
    if (there == null) {
      there = new Rare(false);
      rare = there;
    }
    return there;
  }

  /** The message that waits for room. */
  @Nullable Message sendingMessage() {
    return rare == null ? null : rare.sending;
  }

  /** The connection that is being made. */
  @Nullable Connecting connecting() {
    return rare == null ? null : rare.connecting;
  }

  /** Null but for a listener that one request may accept all connections of. */
  @Nullable AcceptedAhead ahead() {
    return rare == null ? null : rare.ahead;
  }

  /** It is made, or cannot be; most connections carry no messages. */
  void endConnecting() {
    if (kind == Kind.STREAM && !receivingMessages && sendingMessage() == null) {
      rare = null;
    } else if (rare != null) {
      rare.connecting = null;
    }
  }

  /** The peer, for who observes: a stream's is asked for once. Null where there is none. */
  @Nullable SocketAddress peer() {
    if (rare != null && rare.peer != null) {
      return rare.peer;
    }
    SocketAddress asked = SocketCalls.remoteAddress(number);
    if (kind == Kind.STREAM && asked != null) {
      rare().peer = asked;
    }
    return asked;
  }

  /** The socket as an object, which owns the descriptor from then on. */
  Socket socket() throws IOException {
    Socket made = socket;
    if (made == null) {
      made = Socket.fromDescriptor(number);
      made.timeout(Duration.ZERO);
      socket = made;
    }
    return made;
  }

  /** Null unless {@link #socket()} made it or it was made of one. */
  @Nullable Socket socketIfMade() {
    return socket;
  }

  /** The events of poll(2) that what was asked for waits for. */
  int wanted() {
    if (closed) {
      return 0;
    }
    boolean reads = accepting || receiving || receivingMessages;
    boolean writes = connecting() != null || sending != null || sendingMessage() != null;
    return (reads ? Abi.READABLE : 0) | (writes ? Abi.WRITABLE : 0) | events;
  }
}
