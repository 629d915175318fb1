package io.jackfield.testkit;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Outgoing;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A stream socket of a simulated driver: a listener, or one end of a connection. */
final class StreamSocket extends SimulatedHandle {
  private static final int ACCEPTS_A_TURN = 64;
  private static final int RECEIVES_A_TURN = 3;
  private static final int MAX_BACKLOG = 4_096;

  /** The outcome of a connect that the network will tell. */
  static final int NOT_YET = 1;

  private @Nullable AcceptQueue queue;
  private @Nullable Connection connection;

  // What was asked for.
  private boolean accepting;
  private boolean connecting;
  private boolean receiving;
  private @Nullable Outgoing sending;
  private @Nullable LentBytes lent;

  /** The outcome of a connect that is known without asking the network. */
  private int connectResult = NOT_YET;

  /** Receiving was switched off, but what had come before is still told. */
  private boolean receivingOnceMore;

  StreamSocket(SimulatedDriver driver, ProtocolFamily family) {
    super(driver, family);
  }

  /** For a connection that was accepted. */
  StreamSocket(SimulatedDriver driver, ProtocolFamily family, Connection accepted) {
    this(driver, family);
    connection = accepted;
    accepted.owner(this);
    applyBuffers();
  }

  @Override
  Ports ports() {
    return node.streams();
  }

  @Nullable AcceptQueue queue() {
    return queue;
  }

  /** Of its connection, if it has one. */
  @Nullable Connection connection() {
    return connection;
  }

  @Override
  SocketAddress localAddress() {
    Connection open = connection;
    return open != null ? open.local : bound != null ? bound : SimulatedNode.unbound(family);
  }

  @Override
  @Nullable SocketAddress remoteAddress() {
    Connection open = connection;
    return open == null || open.state != Connection.State.ESTABLISHED ? null : open.remote;
  }

  /** The sizes asked for by options, which may come before and after the connection. */
  void applyBuffers() {
    Connection open = connection;
    if (open != null) {
      Integer receive = options.number("SO_RCVBUF");
      Integer send = options.number("SO_SNDBUF");
      open.receiving.limitBytes =
          receive == null ? open.receiving.limitBytes : Math.max(1, receive);
      open.sendBytes = send == null ? open.sendBytes : Math.max(1, send);
    }
  }

  // ---- asking ---------------------------------------------------------------------------------

  void listen(int backlog) throws IOException {
    if (bound == null && family != StandardProtocolFamily.UNIX) {
      bind(SimulatedNode.unbound(family));
    }
    if (bound == null || connection != null) {
      throw Errnos.exception("listen", Errnos.EINVAL, bound);
    }
    int limited = Math.clamp(backlog, 0, MAX_BACKLOG);
    AcceptQueue there = queue;
    if (there == null) {
      queue = new AcceptQueue(this, limited);
    } else {
      there.backlog(limited);
    }
  }

  @Override
  void connect(SocketAddress remote) {
    requireOpen("connect");
    if (connecting || connection != null) {
      connectResult = connecting ? -Errnos.EALREADY : -Errnos.EISCONN;
    } else {
      connectResult = Openings.begin(this, remote);
    }
    connecting = true;
    touched();
  }

  /** Begins to connect, from an address that is ours. */
  void open(SocketAddress local, SocketAddress remote) {
    Connection made = node.connection(local, remote);
    connection = made;
    made.owner(this);
    applyBuffers();
    made.connect();
  }

  void accept(boolean on) {
    accepting = on;
    touched();
  }

  void receive(boolean on) {
    Connection open = connection;
    receivingOnceMore =
        receiving
            && !on
            && open != null
            && open.receiving.waiting() > 0
            && driver.quirk().lateReceive();
    receiving = on;
    touched();
  }

  int send(Outgoing outgoing) {
    requireOpen("send");
    if (sending != null || outgoing.isEmpty()) {
      throw new IllegalStateException("a send of nothing, or a second one before the first ended");
    }
    int result = driver.quirk().pendingSend() ? -Errnos.EAGAIN : sendNow(outgoing);
    if (result != -Errnos.EAGAIN) {
      return result;
    }
    sending = outgoing;
    lent = LentBytes.of(outgoing);
    touched();
    return Driver.PENDING;
  }

  private int sendNow(Outgoing outgoing) {
    Connection open = connection;
    if (open == null) {
      return -Errnos.EPIPE;
    }
    if (open.hasError()) {
      return -open.takeError();
    }
    if (open.isDead() || open.sending.ended) {
      return -Errnos.EPIPE;
    }
    int count = (int) Math.min(open.room(), outgoing.bytes());
    if (count == 0) {
      return -Errnos.EAGAIN;
    }
    count = driver.quirk().shortSend(count);
    for (int i = 0, left = count; left > 0; i++) {
      ByteBuffer piece = outgoing.view(i);
      int part = Math.min(left, piece.remaining());
      open.sending.add(piece, part);
      left -= part;
    }
    open.transmit();
    return count;
  }

  int shutdownSending() {
    requireOpen("shutdown");
    Connection open = connection;
    if (open == null || open.state != Connection.State.ESTABLISHED) {
      return -Errnos.ENOTCONN;
    }
    open.end();
    touched();
    return 0;
  }

  @Override
  void leave(boolean reset) {
    ports().release(this);
    AcceptQueue waiting = queue;
    if (waiting != null) {
      waiting.close();
    }
    Connection open = connection;
    if (open != null) {
      open.abandon(reset);
    }
  }

  @Override
  void checkLent() {
    LentBytes before = lent;
    Outgoing pending = sending;
    if (before != null && pending != null) {
      before.check(pending);
    }
  }

  // ---- telling --------------------------------------------------------------------------------

  @Override
  boolean hasNews() {
    return connectIsDone() || sendIsDone() || acceptsSome() || receivesSome();
  }

  private boolean connectIsDone() {
    return connecting
        && (connectResult != NOT_YET
            || connection == null
            || connection.state != Connection.State.CONNECTING);
  }

  private boolean sendIsDone() {
    Connection open = connection;
    return sending != null
        && !connecting
        && (open == null || open.room() > 0 || open.isDead() || open.sending.ended);
  }

  private boolean acceptsSome() {
    return accepting && queue != null && !queue.isEmpty();
  }

  private boolean receivesSome() {
    Connection open = connection;
    if (connecting || !(receiving || receivingOnceMore)) {
      return false;
    }
    return open == null
        || open.receiving.waiting() > 0
        || open.receiving.hasEnded()
        || open.isDead();
  }

  @Override
  void tell() {
    if (connectIsDone()) {
      tellConnected();
      return;
    }
    boolean sendFirst = driver.quirk().either();
    if (sendFirst && sendIsDone()) {
      tellSent();
    }
    if (!closed && acceptsSome()) {
      acceptAll();
    }
    for (int i = 0; i < RECEIVES_A_TURN && !closed && receivesSome(); i++) {
      tellReceived();
    }
    if (!closed && sendIsDone()) {
      tellSent();
    }
  }

  private void tellConnected() {
    connecting = false;
    Connection open = connection;
    int result = connectResult;
    if (result == NOT_YET) {
      result = open == null || !open.isDead() ? 0 : -open.takeError();
    }
    connectResult = NOT_YET;
    if (open != null && open.isDead()) {
      connection = null;
    }
    completions().connected(result);
  }

  private void tellSent() {
    Outgoing outgoing = sending;
    if (outgoing == null) {
      return;
    }
    checkLent();
    int result = sendNow(outgoing);
    if (result != -Errnos.EAGAIN) {
      sending = null;
      lent = null;
      completions().sent(result);
    }
  }

  private void acceptAll() {
    for (int i = 0; i < ACCEPTS_A_TURN && !closed && acceptsSome(); i++) {
      AcceptQueue from = queue;
      Connection first = from == null ? null : from.poll();
      if (first == null) {
        return;
      }
      if (!node.takeDescriptor()) {
        first.orphan(); // As the reserve descriptor does it: turned away, not left waiting.
        completions().accepted(null, -Errnos.EMFILE);
        return;
      }
      completions().accepted(driver.accepted(this, first), 0);
    }
  }

  private void tellReceived() {
    receivingOnceMore = false;
    Connection open = connection;
    if (open != null && open.receiving.waiting() > 0) {
      int count = Math.min(open.receiving.waiting(), SimulatedDriver.RECEIVE_BYTES);
      count = driver.quirk().shortReceive(count);
      Chunk chunk = driver.receiveChunk();
      open.read(chunk.bytes(), count);
      try {
        completions().received(chunk, 0, count);
      } finally {
        driver.giveBack(chunk);
      }
      return;
    }
    if (receiving) {
      receiving = false;
      int error = open == null ? Errnos.ENOTCONN : open.takeError();
      completions().receiveEnded(-error);
    }
  }
}
