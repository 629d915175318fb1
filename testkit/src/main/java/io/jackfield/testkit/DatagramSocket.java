package io.jackfield.testkit;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.ReceivedMessage;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A UDP socket of a simulated driver. Source: udp(7). */
final class DatagramSocket extends SimulatedHandle {
  /** What an IPv4 packet has room for. */
  static final int MAX_BYTES = 65_507;

  private static final int MESSAGES_A_TURN = 16;
  private static final int QUEUED_BYTES = 212_992;

  private record Datagram(SocketAddress source, ByteBuffer bytes) {}

  private final ArrayDeque<Datagram> arrived = new ArrayDeque<>();
  private int arrivedBytes;
  private @Nullable SocketAddress peer;
  private boolean connecting;
  private int connectResult;
  private boolean receiving;

  /** Positive errno: what became of an earlier send. */
  private int error;

  private @Nullable ByteBuffer sending;
  private @Nullable SocketAddress sendingTo;
  private @Nullable LentBytes lent;

  DatagramSocket(SimulatedDriver driver, ProtocolFamily family) {
    super(driver, family);
  }

  @Override
  Ports ports() {
    return node.datagrams();
  }

  @Override
  SocketAddress localAddress() {
    return bound == null ? SimulatedNode.unbound(family) : bound;
  }

  @Override
  @Nullable SocketAddress remoteAddress() {
    return peer;
  }

  // ---- asking ---------------------------------------------------------------------------------

  @Override
  void connect(SocketAddress remote) {
    requireOpen("connect");
    connecting = true;
    touched();
    SocketAddress local = isOfFamily(remote) ? node.localFor(this, remote) : null;
    if (local == null) {
      connectResult = isOfFamily(remote) ? -Errnos.ENETUNREACH : -Errnos.EAFNOSUPPORT;
      return;
    }
    connectResult = bound == null ? -ports().bind(this, local) : 0;
    peer = connectResult == 0 ? remote : null;
  }

  void receive(boolean on) {
    receiving = on;
    touched();
  }

  int send(ByteBuffer data, @Nullable SocketAddress to) {
    requireOpen("send");
    if (sending != null) {
      throw new IllegalStateException("a second send before the first ended");
    }
    if (driver.quirk().pendingSend()) {
      sending = data;
      sendingTo = to;
      lent = LentBytes.of(data);
      touched();
      return Driver.PENDING;
    }
    return sendNow(data, to);
  }

  private int sendNow(ByteBuffer data, @Nullable SocketAddress to) {
    if (error != 0) {
      return -takeError();
    }
    SocketAddress target = to == null ? peer : to;
    if (target == null) {
      return -Errnos.EDESTADDRREQ;
    }
    if (data.remaining() > MAX_BYTES) {
      return -Errnos.EMSGSIZE;
    }
    SocketAddress local = isOfFamily(target) ? node.localFor(this, target) : null;
    if (!(local instanceof InetSocketAddress from)) {
      return isOfFamily(target) ? -Errnos.ENETUNREACH : -Errnos.EAFNOSUPPORT;
    }
    if (bound == null) {
      int errno = ports().bind(this, SimulatedNode.unbound(family));
      if (errno != 0) {
        return -errno;
      }
      local = node.localFor(this, target);
    }
    byte[] bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    node.network().sendDatagram(node, local == null ? from : local, target, bytes);
    return bytes.length;
  }

  private int takeError() {
    int taken = error;
    error = 0;
    return taken;
  }

  // ---- the network ----------------------------------------------------------------------------

  /** Whether a datagram from there is for this socket. */
  boolean takesFrom(SocketAddress source) {
    return peer == null || peer.equals(source);
  }

  void arrive(SocketAddress source, byte[] bytes) {
    Integer limit = options.number("SO_RCVBUF");
    if (arrivedBytes + bytes.length <= (limit == null ? QUEUED_BYTES : limit)) {
      arrived.add(new Datagram(source, ByteBuffer.wrap(bytes)));
      arrivedBytes += bytes.length;
      touched();
    }
  }

  /** Nobody has the port that a datagram of ours was for; told where it can be told apart. */
  void refused(SocketAddress by) {
    if (by.equals(peer)) {
      error = Errnos.ECONNREFUSED;
      touched();
    }
  }

  @Override
  void leave(boolean reset) {
    ports().release(this);
    arrived.clear();
  }

  @Override
  void checkLent() {
    LentBytes before = lent;
    ByteBuffer pending = sending;
    if (before != null && pending != null) {
      before.check(pending);
    }
  }

  // ---- telling --------------------------------------------------------------------------------

  @Override
  boolean hasNews() {
    return connecting || sending != null || (receiving && (error != 0 || !arrived.isEmpty()));
  }

  @Override
  void tell() {
    if (connecting) {
      connecting = false;
      completions().connected(connectResult);
    }
    ByteBuffer pending = sending;
    if (!closed && pending != null) {
      checkLent();
      sending = null;
      lent = null;
      completions().sent(sendNow(pending, sendingTo));
    }
    for (int i = 0; i < MESSAGES_A_TURN && !closed && receiving; i++) {
      if (error != 0) {
        completions().receiveEnded(-takeError());
        continue;
      }
      Datagram first = arrived.poll();
      if (first == null) {
        return;
      }
      deliver(first);
    }
  }

  private void deliver(Datagram datagram) {
    int length = datagram.bytes().remaining();
    arrivedBytes -= length;
    Chunk chunk = driver.receiveChunk();
    int count = Math.min(length, chunk.size());
    chunk.bytes().put(datagram.bytes().limit(count));
    var message =
        new ReceivedMessage(
            datagram.source(), length, count < length, false, false, false, false, List.of());
    try {
      completions().received(chunk, message);
    } finally {
      driver.giveBack(chunk);
    }
  }
}
