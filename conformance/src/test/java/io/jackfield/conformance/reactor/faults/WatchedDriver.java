package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.ChunkPool;
import io.jackfield.reactor.driver.DescriptorKind;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In front of a simulated driver: sees whether the loop asks what it may, and what it leaves
 * behind. Its subclasses misbehave in one way each.
 */
class WatchedDriver implements Driver {
  /** No turn asks more than this, unless it asks for ever. */
  private static final int ASKED_A_TURN = 100_000;

  final Driver inner;
  private final Verdict verdict;
  private final Set<WatchedHandle> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Chunk> lent = Collections.newSetFromMap(new IdentityHashMap<>());
  private long lastTimeoutNanos;
  private int askedThisTurn;
  private int untold;
  private boolean over;

  WatchedDriver(Driver inner, Verdict verdict) {
    this.inner = inner;
    this.verdict = verdict;
  }

  /** Whether it was closed: nothing is to be heard of its loop any more. */
  final boolean isOver() {
    return over;
  }

  /** Its node has crashed: what is left open does not count. */
  final void crashed() {
    over = true;
    open.clear();
    lent.clear();
  }

  /** Whether the last wait would have gone on for ever: no timer is left. */
  final boolean waitsForEver() {
    return lastTimeoutNanos == FOR_EVER;
  }

  /** Those that are open, and those whose close was not told yet. */
  final int handles() {
    return open.size() + untold;
  }

  /** How many chunks are held by somebody; it counts once, its pools are no good afterwards. */
  final long heldChunks() {
    long held = inner.sendChunks().inUse();
    for (Chunk one : lent) {
      held += one.hold().isHeldOnce() ? 0 : 1;
    }
    lent.clear();
    return held;
  }

  final WatchedHandle watched(Handle made) {
    var handle = new WatchedHandle(this, made);
    open.add(handle);
    return handle;
  }

  @SuppressWarnings("ReferenceEquality") // One driver is not another, whatever they are like.
  private WatchedHandle asked(Handle handle, String what) {
    if (++askedThisTurn > ASKED_A_TURN) {
      verdict.fault("the loop asks for ever: " + what);
      throw new IllegalStateException("a turn without an end");
    }
    if (!(handle instanceof WatchedHandle ours) || !ours.driver.equals(this)) {
      throw new IllegalArgumentException("a handle of another driver");
    }
    verdict.require(!ours.closed, what + " asked of a handle that is closed");
    verdict.require(!over, what + " asked of a driver that is closed");
    return ours;
  }

  // ---- what it tells ----------------------------------------------------------------------------

  void tellAccepted(WatchedHandle listener, @Nullable WatchedHandle connection, int result) {
    listener.completions().accepted(connection, result);
  }

  void tellConnected(WatchedHandle handle, int result) {
    handle.completions().connected(result);
  }

  void tellReceived(WatchedHandle handle, Chunk chunk, int from, int to) {
    lent.add(chunk);
    handle.completions().received(chunk, from, to);
  }

  void tellReceiveEnded(WatchedHandle handle, int result) {
    handle.completions().receiveEnded(result);
  }

  void tellSent(WatchedHandle handle, int result) {
    handle.completions().sent(result);
  }

  void tellClosed(WatchedHandle handle) {
    untold--;
    handle.completions().closed();
  }

  // ---- what it is asked -------------------------------------------------------------------------

  @Override
  public final String name() {
    return inner.name();
  }

  @Override
  public final Set<Capability> capabilities() {
    return inner.capabilities();
  }

  @Override
  public final long nanoTime() {
    return inner.nanoTime();
  }

  @Override
  public final Handle open(ProtocolFamily family, SocketType type) throws IOException {
    return watched(inner.open(family, type));
  }

  @Override
  public final Handle adopt(int descriptor, DescriptorKind kind) throws IOException {
    return watched(inner.adopt(descriptor, kind));
  }

  @Override
  public final void bind(Handle socket, SocketAddress local) throws IOException {
    inner.bind(asked(socket, "bind").inner, local);
  }

  @Override
  public final void listen(Handle socket, int backlog) throws IOException {
    inner.listen(asked(socket, "listen").inner, backlog);
  }

  @Override
  public final <T> void setOption(Handle socket, SocketOption<T> option, T value)
      throws IOException {
    inner.setOption(asked(socket, "setOption").inner, option, value);
  }

  @Override
  public final <T> T getOption(Handle socket, SocketOption<T> option) throws IOException {
    return inner.getOption(asked(socket, "getOption").inner, option);
  }

  @Override
  public final @Nullable SocketAddress localAddress(Handle socket) {
    return inner.localAddress(asked(socket, "localAddress").inner);
  }

  @Override
  public final @Nullable SocketAddress remoteAddress(Handle socket) {
    return inner.remoteAddress(asked(socket, "remoteAddress").inner);
  }

  @Override
  public final void connect(Handle socket, SocketAddress remote) {
    inner.connect(asked(socket, "connect").inner, remote);
  }

  @Override
  public final void accept(Handle listener, int room) {
    inner.accept(asked(listener, "accept").inner, room);
  }

  @Override
  public final void receive(Handle stream, boolean on) {
    inner.receive(asked(stream, "receive").inner, on);
  }

  @Override
  public final void receiveMessages(Handle socket, int controlBytes, boolean on) {
    inner.receiveMessages(asked(socket, "receiveMessages").inner, controlBytes, on);
  }

  @Override
  public int send(Handle stream, Outgoing outgoing) {
    WatchedHandle ours = asked(stream, "send");
    verdict.require(!ours.sending, "a second send before the first is done");
    int result = inner.send(ours.inner, outgoing);
    ours.sending = result == PENDING;
    return result;
  }

  @Override
  public final int sendMessage(
      Handle socket, ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control) {
    return inner.sendMessage(asked(socket, "sendMessage").inner, data, to, control);
  }

  @Override
  public int shutdownSending(Handle stream) {
    return inner.shutdownSending(asked(stream, "shutdownSending").inner);
  }

  @Override
  public final void watch(Handle descriptor, int events) {
    inner.watch(asked(descriptor, "watch").inner, events);
  }

  @Override
  public void close(Handle handle, boolean reset) {
    WatchedHandle ours = asked(handle, "close");
    ours.closed = true;
    open.remove(ours);
    untold++;
    inner.close(ours.inner, reset);
  }

  @Override
  public final void await(long timeoutNanos) throws IOException {
    lastTimeoutNanos = timeoutNanos;
    askedThisTurn = 0;
    inner.await(timeoutNanos);
  }

  @Override
  public int complete() {
    return inner.complete();
  }

  @Override
  public void wakeUp() {
    inner.wakeUp();
  }

  @Override
  public final ChunkPool sendChunks() {
    return inner.sendChunks();
  }

  @Override
  public final void close() {
    verdict.require(open.isEmpty(), open.size() + " handles left open by a loop that ends");
    over = true;
    inner.close();
  }
}
