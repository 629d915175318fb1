package io.jackfield.testkit;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection: a small TCP, which repeats what was lost, respects the peer's window,
 * and gives up when nothing comes back for too long. It outlives its socket until the peer has
 * everything. Source: RFC 9293, by intent.
 */
final class Connection {
  enum State {
    CONNECTING,
    GRANTED,
    ESTABLISHED,
    DEAD
  }

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  final SimulatedNode node;

  /** Null where no node has the address. */
  final @Nullable SimulatedNode peer;

  final long number;
  final boolean isClient;
  final SocketAddress local;
  final SocketAddress remote;

  private final SimulatedNetwork network;
  private final Retries retries;
  final SendSide sending = new SendSide();
  final ReceiveSide receiving;

  State state;

  /** Null before it is accepted and after the close. */
  private @Nullable StreamSocket owner;

  private final @Nullable AcceptQueue queue;
  boolean orphaned;

  /** How many bytes to send it keeps. */
  int sendBytes;

  /** Positive errno, until somebody was told. */
  private int error;

  /** When the last packet sent arrives: they do not overtake each other. */
  long lastArrivalNanos;

  Connection(
      SimulatedNode node,
      @Nullable SimulatedNode peer,
      long number,
      SocketAddress local,
      SocketAddress remote,
      @Nullable AcceptQueue queue) {
    this.node = node;
    this.peer = peer;
    this.number = number;
    this.local = local;
    this.remote = remote;
    this.queue = queue;
    isClient = queue == null;
    network = node.network();
    state = isClient ? State.CONNECTING : State.GRANTED;
    sendBytes = network.defaultBufferBytes();
    receiving = new ReceiveSide(network.defaultBufferBytes());
    retries = new Retries(this, network);
  }

  @Nullable StreamSocket owner() {
    return owner;
  }

  void owner(StreamSocket socket) {
    owner = socket;
  }

  // ---- for the socket -------------------------------------------------------------------------

  void connect() {
    sendSyn();
    retries.begin();
  }

  private void sendSyn() {
    send(new Packet.Syn(number, node, local, remote, receiving.tellWindow()));
  }

  /** Room for bytes to send. */
  int room() {
    return state == State.ESTABLISHED ? Math.max(0, sendBytes - sending.waiting()) : 0;
  }

  void write(ByteBuffer bytes, int count) {
    sending.add(bytes, count);
    transmit();
  }

  void end() {
    sending.ended = true;
    transmit();
  }

  boolean hasError() {
    return error != 0;
  }

  /** Tells a failure once, as SO_ERROR does. */
  int takeError() {
    int taken = error;
    error = 0;
    return taken;
  }

  void read(ByteBuffer into, int count) {
    receiving.read(into, count);
    if (state == State.ESTABLISHED && receiving.hasNewRoom()) {
      acknowledge(false);
    }
  }

  /** The socket is closed: what was sent is still delivered, unless bytes were left unread. */
  void orphan() {
    owner = null;
    orphaned = true;
    if (state != State.ESTABLISHED || receiving.waiting() > 0) {
      reset();
    } else {
      end();
      lingerIfDone();
    }
  }

  /** Somebody between the two tells both that it is over. */
  void resetFromOutside() {
    send(new Packet.Reset(number, isClient));
    wasReset();
  }

  boolean isOpen() {
    return state == State.ESTABLISHED && !orphaned;
  }

  /** The socket is closed, in the one way or the other. */
  void abandon(boolean reset) {
    if (reset) {
      owner = null;
      orphaned = true;
      reset();
    } else {
      orphan();
    }
  }

  /** Torn down from here; the peer is told, if that arrives. */
  void reset() {
    if (state != State.DEAD && state != State.CONNECTING) {
      send(new Packet.Reset(number, isClient));
    }
    die(0);
  }

  // ---- packets --------------------------------------------------------------------------------

  private void send(Packet packet) {
    network.transmit(this, packet);
  }

  private void acknowledge(boolean probe) {
    segment(sending.next, NOTHING, false, probe);
  }

  private void segment(long sequence, ByteBuffer data, boolean end, boolean probe) {
    int window = receiving.tellWindow();
    long expected = receiving.expected();
    send(new Packet.Segment(number, isClient, sequence, data, end, probe, expected, window));
  }

  /** Sends what may go. */
  void transmit() {
    if (state != State.ESTABLISHED) {
      return;
    }
    for (int length; (length = sending.nextLength()) > 0; ) {
      long sequence = sending.next;
      byte[] bytes = sending.nextBytes(length);
      sending.next += length;
      segment(sequence, ByteBuffer.wrap(bytes).asReadOnlyBuffer(), false, false);
    }
    if (sending.endIsNext()) {
      sending.next++;
      segment(sending.next - 1, NOTHING, true, false);
    }
    retries.begin();
  }

  void grant(int peerWindow) {
    sending.limit = peerWindow;
    sendGrant();
    retries.begin();
  }

  private void sendGrant() {
    send(new Packet.SynAck(number, receiving.tellWindow()));
  }

  /** Sends again what may have been lost. */
  void repeat(boolean lost) {
    if (lost && state == State.CONNECTING) {
      sendSyn();
    } else if (lost && state == State.GRANTED) {
      sendGrant();
    } else if (state == State.ESTABLISHED) {
      if (lost) {
        sending.goBack();
        transmit();
      }
      if (sending.isBlocked()) {
        acknowledge(true);
      }
    }
  }

  void arrive(Packet packet) {
    switch (packet) {
      case Packet.Syn syn -> {
        if (state == State.GRANTED) {
          grant(syn.window());
        }
      }
      case Packet.SynAck granted -> granted(granted);
      case Packet.Segment segment -> {
        if (state == State.GRANTED && queue != null) {
          state = State.ESTABLISHED;
          queue.established(this);
        }
        if (state == State.ESTABLISHED) {
          arrive(segment);
        }
      }
      case Packet.Reset _ -> wasReset();
    }
  }

  private void granted(Packet.SynAck grant) {
    if (state == State.CONNECTING) {
      state = State.ESTABLISHED;
      sending.limit = grant.window();
      retries.progress();
      touched();
    }
    if (state == State.ESTABLISHED) {
      acknowledge(false);
      transmit();
    }
  }

  private void arrive(Packet.Segment segment) {
    boolean progress = sending.acknowledge(segment.acknowledged());
    sending.limit = Math.max(sending.limit, segment.acknowledged() + segment.window());
    retries.progress();
    if (orphaned && receiving.isNew(segment)) {
      reset(); // Nobody will read it.
      return;
    }
    boolean news = receiving.take(segment) || progress;
    if (segment.data().hasRemaining() || segment.end() || segment.probe()) {
      acknowledge(false);
    }
    transmit();
    if (news) {
      touched();
    }
    lingerIfDone();
  }

  // ---- ends -----------------------------------------------------------------------------------

  private void wasReset() {
    if (state == State.CONNECTING) {
      die(Errnos.ECONNREFUSED);
    } else {
      die(receiving.hasEnded() ? Errnos.EPIPE : Errnos.ECONNRESET);
    }
  }

  /** It is over; the socket, if there is one, learns why. */
  void die(int errno) {
    if (state == State.DEAD) {
      return;
    }
    if (state == State.GRANTED && queue != null) {
      queue.gone(this);
    }
    state = State.DEAD;
    error = errno;
    sending.forget();
    retries.stop();
    node.remove(this);
    touched();
  }

  /** Both have ended: kept for a while to answer what the peer may repeat. */
  private void lingerIfDone() {
    if (orphaned && sending.endAcknowledged) {
      retries.linger();
    }
  }

  boolean isDead() {
    return state == State.DEAD;
  }

  private void touched() {
    StreamSocket socket = owner;
    if (socket != null) {
      socket.touched();
    }
  }

  /** Its node crashed: nobody is told. */
  void vanish() {
    owner = null;
    state = State.DEAD;
    retries.stop();
  }

  /** One of its packets was lost, so that something has to be repeated. */
  void lost() {
    retries.lost();
  }

  @Override
  public String toString() {
    return "#" + number + (isClient ? " client" : " server");
  }
}
