package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.FileCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What drivers on the kernel's sockets do at once, whatever they wait with. */
abstract class KernelDriver implements Driver {
  /** {@code struct linger { int l_onoff, l_linger; }}: on, 0 seconds. */
  private static final byte[] RESET =
      ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(1).putInt(0).array();

  /** {@code S_IFMT}, {@code S_IFIFO} and {@code S_IFREG} of inode(7). */
  private static final int FILE_TYPE = 0170000;

  private static final int FIFO = 0010000;
  private static final int REGULAR = 0100000;

  @Override
  public final Set<Capability> capabilities() {
    return EnumSet.allOf(Capability.class);
  }

  @Override
  public final long nanoTime() {
    return System.nanoTime();
  }

  static KernelHandle ours(Handle handle) {
    return (KernelHandle) handle;
  }

  @Override
  public final Handle open(ProtocolFamily family, SocketType type) throws IOException {
    Socket socket = Socket.open(family, type);
    try {
      requireNoObstacle(socket.descriptor());
      return of(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Why it could not wait for a descriptor of that number; null if it can. */
  @Nullable IOException obstacle(int number) {
    return null;
  }

  private void requireNoObstacle(int number) throws IOException {
    IOException obstacle = obstacle(number);
    if (obstacle != null) {
      throw obstacle;
    }
  }

  private static KernelHandle of(Socket socket) throws IOException {
    socket.timeout(Duration.ZERO);
    return new KernelHandle(
        socket,
        switch (socket.type()) {
          case STREAM, SEQUENCED_PACKET -> KernelHandle.Kind.STREAM;
          case DATAGRAM, RAW, RELIABLE_DATAGRAM -> KernelHandle.Kind.MESSAGES;
        });
  }

  @Override
  public final Handle adopt(int descriptor, DescriptorKind kind) throws IOException {
    if (kind == DescriptorKind.SOCKET || kind == DescriptorKind.PIPE) {
      requireNoObstacle(descriptor);
    }
    return switch (kind) {
      case SOCKET -> of(Socket.fromDescriptor(descriptor));
      case PIPE -> {
        int result = SocketCalls.adopt(descriptor);
        if (result < 0) {
          throw new CallFailure("fcntl", new Errno(-result), null, null).exception();
        }
        yield new KernelHandle(descriptor, KernelHandle.Kind.PIPE);
      }
      case SHARED_PIPE -> shared(descriptor, sharedKind(descriptor));
      case WATCHED -> shared(descriptor, KernelHandle.Kind.WATCHED);
    };
  }

  /** A file on a disk is never waited for, so that nothing need be asked. */
  private static KernelHandle.Kind sharedKind(int descriptor) {
    Object mode = 0;
    try {
      mode = Files.getAttribute(Path.of("/proc/self/fd/" + descriptor), "unix:mode");
    } catch (IOException e) {
      // It is not open, or this system does not tell: what is done with it next says so.
    }
    return switch (mode instanceof Integer bits ? bits & FILE_TYPE : 0) {
      case FIFO -> KernelHandle.Kind.SHARED_FIFO;
      case REGULAR -> KernelHandle.Kind.PIPE;
      default -> KernelHandle.Kind.SHARED_PIPE;
    };
  }

  /** A number of our own for the same file, so that the lender's close harms nobody. */
  private KernelHandle shared(int descriptor, KernelHandle.Kind kind) throws IOException {
    int number = DescriptorCalls.duplicate(descriptor);
    if (number < 0) {
      throw new CallFailure("fcntl", new Errno(-number), null, null).exception();
    }
    IOException obstacle = obstacle(number);
    if (obstacle != null) {
      SocketCalls.close(number);
      throw obstacle;
    }
    return new KernelHandle(number, kind);
  }

  @Override
  public PassedDescriptor duplicate(Handle socket) throws IOException {
    return PassedDescriptor.of(ours(socket).number).duplicate();
  }

  @Override
  public final void bind(Handle socket, SocketAddress local) throws IOException {
    ours(socket).socket().bind(local);
  }

  @Override
  public void listen(Handle socket, int backlog) throws IOException {
    ours(socket).socket().listen(backlog);
  }

  @Override
  public final <T> void setOption(Handle socket, SocketOption<T> option, T value)
      throws IOException {
    KernelHandle handle = ours(socket);
    handle.socket().setOption(option, value);
    if (handle.kind == KernelHandle.Kind.MESSAGES) {
      handle.rare().trainLimit = -1; // The option may say how datagrams are cut.
    }
  }

  @Override
  public final <T> T getOption(Handle socket, SocketOption<T> option) throws IOException {
    return ours(socket).socket().getOption(option);
  }

  @Override
  public final @Nullable SocketAddress localAddress(Handle socket) {
    return SocketCalls.localAddress(ours(socket).number);
  }

  @Override
  public @Nullable SocketAddress remoteAddress(Handle socket) {
    return SocketCalls.remoteAddress(ours(socket).number);
  }

  @Override
  public final int shutdownSending(Handle stream) {
    KernelHandle handle = ours(stream);
    return switch (handle.kind) {
      case STREAM, MESSAGES -> SocketCalls.shutdown(handle.number, Abi.SHUT_WR);
      // A pipe has no halves: its end is its close.
      case PIPE, SHARED_PIPE, SHARED_FIFO, WATCHED -> 0;
    };
  }

  @Override
  public final int splice(Handle from, Handle to, int count) {
    KernelHandle source = ours(from);
    KernelHandle sink = ours(to);
    long started = SocketObservers.begin();
    int moved = FileCalls.splice(source.number, sink.number, count);
    if (moved != -Abi.EAGAIN) {
      boolean reads = source.kind == KernelHandle.Kind.STREAM;
      observe(started, reads ? Kind.READ : Kind.WRITTEN, "splice", reads ? source : sink, moved);
    }
    return moved;
  }

  @Override
  public final int sendFile(Handle stream, int file, long offset, int count) {
    KernelHandle handle = ours(stream);
    long started = SocketObservers.begin();
    int sent = FileCalls.sendFile(handle.number, file, offset, count);
    if (sent != -Abi.EAGAIN) {
      observe(started, Kind.WRITTEN, "sendfile", handle, sent);
    }
    return sent;
  }

  /** Closes the descriptor itself, which nobody uses any more. */
  static void closeNow(KernelHandle handle, boolean reset) {
    if (reset && handle.kind == KernelHandle.Kind.STREAM) {
      // Where the kernel refuses it this is an ordinary close: the peer learns of it all the same.
      SocketCalls.setOption(handle.number, Abi.SOL_SOCKET, Abi.SO_LINGER, RESET, -1);
    }
    Socket socket = handle.socketIfMade();
    if (socket == null) {
      // Told first: once it is closed another thread may be given the number.
      observe(SocketObservers.begin(), Kind.CLOSED, "close", handle, 0);
      SocketCalls.close(handle.number);
      return;
    }
    try {
      socket.close();
    } catch (IOException e) {
      // close(2) has given the number back whatever it says.
      log().log(System.Logger.Level.DEBUG, "close", e);
    }
  }

  /** Tells who observes; the peer's address is asked for only then. */
  static void observe(long started, Kind kind, String call, KernelHandle handle, long result) {
    if (SocketObservers.watched()) {
      observe(started, kind, call, handle, handle.peer(), result);
    }
  }

  /** As above, where the peer's address is known. */
  static void observe(
      long started,
      Kind kind,
      String call,
      KernelHandle handle,
      @Nullable SocketAddress peer,
      long result) {
    if (result < 0) {
      SocketObservers.failed(
          started, Kind.FAILED, call, handle.number, peer, new Errno((int) -result));
    } else {
      SocketObservers.end(started, kind, call, handle.number, peer, result);
    }
  }

  /**
   * Looked for when there is something to log: the first costs 30 ms, and most starts need none.
   */
  static System.Logger log() {
    return System.getLogger(KernelDriver.class.getName());
  }
}
