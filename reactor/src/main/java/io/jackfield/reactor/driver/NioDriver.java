package io.jackfield.reactor.driver;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The driver on the JDK's own channels: it makes no system call of its own, so that it works where
 * those may not be made. What was asked for waits in {@link NioSelection}, and is done and told by
 * {@link NioTelling}.
 */
final class NioDriver implements Driver {
  private static final int SEND_BYTES = 16_384;
  private static final int CHUNKS_KEPT = 64;

  private final NioIo io = new NioIo();
  private final NioSelection selection;
  private final NioTelling telling;
  private final ChunkPool sendChunks = new ChunkPool(SEND_BYTES, CHUNKS_KEPT);

  private NioDriver(Selector selector) {
    selection = new NioSelection(selector);
    telling = new NioTelling(io, selection);
  }

  static NioDriver open() throws IOException {
    try {
      return new NioDriver(Selector.open());
    } catch (IOException e) {
      throw NioErrno.exception("selector", e, null);
    }
  }

  static UnsupportedOperationException refused(String what) {
    return new UnsupportedOperationException("the driver nio has no " + what);
  }

  private static NioHandle ours(Handle handle) {
    return (NioHandle) handle;
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public Set<Capability> capabilities() {
    return EnumSet.of(Capability.UNIX_STREAMS, Capability.SOCKET_FILES, Capability.MULTICAST);
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public ChunkPool sendChunks() {
    return sendChunks;
  }

  // ---- sockets ----------------------------------------------------------------------------------

  @Override
  public Handle open(ProtocolFamily family, SocketType type) throws IOException {
    return NioSockets.open(family, type);
  }

  @Override
  public Handle adopt(int descriptor, DescriptorKind kind) {
    throw refused("descriptors from elsewhere");
  }

  @Override
  public void bind(Handle socket, SocketAddress local) throws IOException {
    NioSockets.bind(ours(socket), local);
  }

  @Override
  public void listen(Handle socket, int backlog) throws IOException {
    NioSockets.listen(ours(socket), backlog);
  }

  @Override
  public <T> void setOption(Handle socket, SocketOption<T> option, T value) throws IOException {
    ours(socket).options.set(ours(socket), option, value);
  }

  @Override
  public <T> T getOption(Handle socket, SocketOption<T> option) throws IOException {
    return ours(socket).options.get(ours(socket), option);
  }

  @Override
  public @Nullable SocketAddress localAddress(Handle socket) {
    return NioSockets.localAddress(ours(socket));
  }

  @Override
  public @Nullable SocketAddress remoteAddress(Handle socket) {
    return NioSockets.remoteAddress(ours(socket));
  }

  @Override
  public int shutdownSending(Handle stream) {
    return io.shutdownSending(ours(stream));
  }

  // ---- asking -----------------------------------------------------------------------------------

  @Override
  public void connect(Handle socket, SocketAddress remote) {
    NioHandle handle = ours(socket);
    NioSockets.requireKnown(remote);
    handle.connectStarted = SocketObservers.begin();
    int result = io.connect(handle, remote);
    if (result == -NioErrno.EINPROGRESS) {
      handle.connectingTo = remote;
      selection.change(handle);
    } else {
      telling.later(() -> telling.connected(handle, remote, result));
    }
  }

  @Override
  public void accept(Handle listener, int room) {
    NioHandle handle = ours(listener);
    handle.accepting = room > 0;
    selection.change(handle);
  }

  @Override
  public void receive(Handle stream, boolean on) {
    NioHandle handle = ours(stream);
    if (handle.isOfMessages()) {
      throw refused("streams on sockets of messages");
    }
    handle.receiving = on;
    selection.change(handle);
  }

  @Override
  public void receiveMessages(Handle socket, int controlBytes, boolean on) {
    NioHandle handle = ours(socket);
    if (controlBytes > 0) {
      throw refused("ancillary data");
    }
    if (!handle.isOfMessages()) {
      throw refused("messages on streams");
    }
    handle.receivingMessages = on;
    selection.change(handle);
  }

  @Override
  public void watch(Handle descriptor, int events) {
    throw refused("descriptors to watch");
  }

  @Override
  public int send(Handle stream, Outgoing outgoing) {
    NioHandle handle = ours(stream);
    int sent = io.send(handle, outgoing);
    if (sent != -NioErrno.EAGAIN) {
      return sent;
    }
    handle.sending = outgoing;
    selection.change(handle);
    return PENDING;
  }

  @Override
  public int sendMessage(
      Handle socket, ByteBuffer data, @Nullable SocketAddress to, List<ControlMessage> control) {
    NioHandle handle = ours(socket);
    if (!control.isEmpty()) {
      throw refused("ancillary data");
    }
    var message = new NioHandle.Message(data, to);
    int sent = io.send(handle, message);
    if (sent != -NioErrno.EAGAIN) {
      return sent;
    }
    handle.sendingMessage = message;
    selection.change(handle);
    return PENDING;
  }

  @Override
  public void close(Handle closing, boolean reset) {
    NioHandle handle = ours(closing);
    if (handle.closed) {
      return;
    }
    handle.closed = true;
    if (reset && handle.channel() instanceof SocketChannel stream) {
      resetBy(stream);
    }
    if (selection.letGo(handle)) {
      telling.closeNow(handle);
    }
  }

  private static void resetBy(SocketChannel stream) {
    try {
      stream.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException | UnsupportedOperationException e) {
      // It is an ordinary close: the peer learns of it all the same.
      System.getLogger(NioDriver.class.getName()).log(System.Logger.Level.DEBUG, "reset", e);
    }
  }

  // ---- telling ----------------------------------------------------------------------------------

  @Override
  public void await(long timeoutNanos) throws IOException {
    selection.applyChanges(telling::refuse);
    boolean nothingToWaitFor = telling.hasDue() || !selection.leaving().isEmpty();
    selection.await(nothingToWaitFor ? 0 : timeoutNanos);
    closeThoseLeaving();
  }

  private void closeThoseLeaving() {
    for (NioHandle handle; (handle = selection.leaving().poll()) != null; ) {
      telling.closeNow(handle);
    }
  }

  @Override
  public int complete() {
    int told = telling.tellDue();
    List<NioHandle> ready = selection.ready();
    for (int i = 0; i < ready.size(); i++) {
      NioHandle handle = ready.get(i);
      // An earlier completion of this batch may have closed it.
      if (!handle.closed) {
        telling.dispatch(handle);
        told++;
      }
    }
    ready.clear();
    return told;
  }

  @Override
  public void wakeUp() {
    selection.wakeUp();
  }

  @Override
  public void close() {
    selection.close();
    closeThoseLeaving();
    telling.close();
  }
}
