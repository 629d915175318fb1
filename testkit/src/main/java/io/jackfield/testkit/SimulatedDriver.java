package io.jackfield.testkit;

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
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The driver of one loop on one simulated node: what is asked for goes to the handles, which tell
 * what came of it when {@link Harvest} has found that they have news. Its memory is poisoned when
 * it is given back, so that who reads it later notices.
 */
final class SimulatedDriver implements Driver {
  static final int RECEIVE_BYTES = 65_536;
  private static final int SEND_BYTES = 16_384;
  private static final int CHUNKS_KEPT = 64;
  private static final byte POISON = (byte) 0xA5;

  private final SimulatedNode node;
  private final SimulatedNetwork network;
  private final long nanoTimeOffset;
  private final Harvest harvest;
  private final ChunkPool receiveChunks = new ChunkPool(RECEIVE_BYTES, CHUNKS_KEPT);
  private final ChunkPool sendChunks = new ChunkPool(SEND_BYTES, CHUNKS_KEPT);
  private boolean closed;

  SimulatedDriver(SimulatedNode node) {
    this.node = node;
    network = node.network();
    nanoTimeOffset = network.random().nextLong();
    harvest = new Harvest(network.quirk());
  }

  SimulatedNode node() {
    return node;
  }

  Harvest harvest() {
    return harvest;
  }

  QuirkSource quirk() {
    return network.quirk();
  }

  void touched(SimulatedHandle handle) {
    harvest.touched(handle);
  }

  private SimulatedHandle ours(Handle handle) {
    if (handle instanceof SimulatedHandle ours && ours.driver == this) {
      harvest.asked();
      return ours;
    }
    throw new IllegalArgumentException("a handle of another driver");
  }

  private StreamSocket stream(Handle handle) {
    if (ours(handle) instanceof StreamSocket stream) {
      return stream;
    }
    throw new IllegalArgumentException("not a stream");
  }

  private DatagramSocket datagrams(Handle handle) {
    if (ours(handle) instanceof DatagramSocket socket) {
      return socket;
    }
    throw refused("messages on streams");
  }

  private static UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException("the simulated network has no " + what);
  }

  Chunk receiveChunk() {
    Chunk chunk = receiveChunks.take();
    chunk.bytes().clear();
    return chunk;
  }

  void giveBack(Chunk chunk) {
    if (chunk.isHeldOnce()) {
      ByteBuffer bytes = chunk.bytes();
      for (int end = bytes.position(), i = 0; i < end; i++) {
        bytes.put(i, POISON);
      }
    }
    chunk.release();
  }

  /** Its node has crashed. */
  void crash() {
    closed = true;
  }

  /** For a connection whose descriptor was taken. */
  StreamSocket accepted(StreamSocket listener, Connection connection) {
    return new StreamSocket(this, listener.family, connection);
  }

  // ---- what it is -----------------------------------------------------------------------------

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.UNIX_STREAMS, Capability.ABSTRACT_NAMES);
  }

  @Override
  public long nanoTime() {
    return network.nanoTime() + nanoTimeOffset;
  }

  @Override
  public ChunkPool sendChunks() {
    return sendChunks;
  }

  // ---- sockets --------------------------------------------------------------------------------

  @Override
  public Handle open(ProtocolFamily family, SocketType type) throws IOException {
    harvest.asked();
    boolean unix = family == StandardProtocolFamily.UNIX;
    if (!unix && family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
      throw refused("family " + family);
    }
    if (type != SocketType.STREAM && (unix || type != SocketType.DATAGRAM)) {
      throw refused("sockets of family " + family + " and type " + type);
    }
    if (closed) {
      throw new IOException("the driver is closed or its node has crashed");
    }
    if (!node.takeDescriptor()) {
      throw Errnos.exception("socket", Errnos.EMFILE, null);
    }
    return type == SocketType.STREAM
        ? new StreamSocket(this, family)
        : new DatagramSocket(this, family);
  }

  @Override
  public Handle adopt(int descriptor, DescriptorKind kind) {
    throw refused("descriptors from elsewhere");
  }

  @Override
  public void bind(Handle socket, SocketAddress local) throws IOException {
    ours(socket).bind(local);
  }

  @Override
  public void listen(Handle socket, int backlog) throws IOException {
    stream(socket).listen(backlog);
  }

  @Override
  public <T> void setOption(Handle socket, SocketOption<T> option, T value) {
    SimulatedHandle handle = ours(socket);
    handle.options.set(option, value);
    if (handle instanceof StreamSocket stream) {
      stream.applyBuffers();
    }
  }

  @Override
  public <T> T getOption(Handle socket, SocketOption<T> option) {
    return ours(socket).options.value(option);
  }

  @Override
  public @Nullable SocketAddress localAddress(Handle socket) {
    return ours(socket).localAddress();
  }

  @Override
  public @Nullable SocketAddress remoteAddress(Handle socket) {
    return ours(socket).remoteAddress();
  }

  @Override
  public void connect(Handle socket, SocketAddress remote) {
    ours(socket).connect(remote);
  }

  @Override
  public void accept(Handle listener, int room) {
    stream(listener).accept(room > 0);
  }

  @Override
  public void receive(Handle stream, boolean on) {
    stream(stream).receive(on);
  }

  @Override
  public void receiveMessages(Handle socket, int controlBytes, boolean on) {
    if (controlBytes > 0) {
      throw refused("ancillary data");
    }
    datagrams(socket).receive(on);
  }

  @Override
  public int send(Handle stream, Outgoing outgoing) {
    return stream(stream).send(outgoing);
  }

  @Override
  public int sendMessage(
      Handle socket, ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control) {
    if (!control.isEmpty()) {
      throw refused("ancillary data");
    }
    return datagrams(socket).send(data, to);
  }

  @Override
  public int shutdownSending(Handle stream) {
    return stream(stream).shutdownSending();
  }

  @Override
  public void watch(Handle descriptor, int events) {
    throw refused("descriptors to watch");
  }

  @Override
  public void close(Handle closing, boolean reset) {
    SimulatedHandle handle = ours(closing);
    if (handle.closed) {
      return;
    }
    handle.closed = true;
    if (!closed) {
      handle.leave(reset);
      node.giveBackDescriptor();
    }
    harvest.add(() -> {
      handle.checkLent();
      handle.completions().closed();
    });
  }

  // ---- waiting and telling --------------------------------------------------------------------

  @Override
  public void await(long timeoutNanos) throws IOException {
    if (closed) {
      throw new IOException("the driver is closed or its node has crashed");
    }
    network.await(this, timeoutNanos);
  }

  @Override
  public int complete() {
    return harvest.tell();
  }

  @Override
  public void wakeUp() {
    harvest.wakeUp();
  }

  @Override
  public void close() {
    closed = true;
    network.forget(this);
  }
}
