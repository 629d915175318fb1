package io.jackfield.reactor.driver;

import io.jackfield.socket.KernelFailure;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.LoopCalls;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The non-blocking calls of a readiness driver, by the kind of handle; a result or -errno. */
final class ReadinessIo {
  /** {@code PIPE_BUF}: as much as poll(2) promises room for. */
  private static final int SHARED_BYTES = 4096;

  private final LoopCalls calls = new LoopCalls();
  private int failure;

  /** Whether this kernel cannot write to a pipe without waiting: before Linux 6.4. */
  private boolean asksFirst;

  /** Into a part of a chunk. */
  int receive(KernelHandle handle, Chunk into, int from, int to) {
    long started = SocketObservers.begin();
    long at = into.address() + from;
    int room = to - from;
    int count;
    try {
      count =
          switch (handle.kind) {
            case STREAM, MESSAGES -> calls.receive(handle.number, at, room);
            case PIPE -> calls.read(handle.number, at, room);
            case SHARED_PIPE, SHARED_FIFO ->
                isReady(handle, Abi.READABLE) ? calls.read(handle.number, at, room) : -Abi.EAGAIN;
            case WATCHED -> -Abi.EINVAL;
          };
    } finally {
      Reference.reachabilityFence(into);
    }
    return told(started, Kind.READ, "recv", handle, count);
  }

  private static boolean isReady(KernelHandle handle, int events) {
    return DescriptorCalls.poll(handle.number, events) != 0;
  }

  private static int told(long started, Kind kind, String call, KernelHandle handle, int count) {
    if (count != -Abi.EAGAIN) {
      KernelDriver.observe(started, kind, call, handle, count);
    }
    return count;
  }

  int send(KernelHandle handle, Outgoing from) {
    long started = SocketObservers.begin();
    int count;
    try {
      count =
          switch (handle.kind) {
            case STREAM, MESSAGES -> sendPieces(handle.number, from);
            case PIPE -> calls.write(handle.number, from.address(0), from.length(0));
            case SHARED_FIFO -> writeNow(handle, from);
            case SHARED_PIPE -> writeIfReady(handle, from);
            case WATCHED -> -Abi.EINVAL;
          };
    } finally {
      Reference.reachabilityFence(from);
    }
    return told(started, Kind.WRITTEN, "send", handle, count == -Abi.EINTR ? -Abi.EAGAIN : count);
  }

  private int writeNow(KernelHandle handle, Outgoing from) {
    if (!asksFirst) {
      int count = calls.writeNow(handle.number, from.address(0), from.length(0));
      if (count != -Abi.EOPNOTSUPP && count != -Abi.EINVAL && count != -Abi.ENOSYS) {
        return count;
      }
      asksFirst = true;
    }
    return writeIfReady(handle, from);
  }

  private int writeIfReady(KernelHandle handle, Outgoing from) {
    return isReady(handle, Abi.WRITABLE)
        ? calls.write(handle.number, from.address(0), Math.min(from.length(0), SHARED_BYTES))
        : -Abi.EAGAIN;
  }

  private int sendPieces(int number, Outgoing from) {
    if (from.pieces() == 1) {
      return calls.send(number, from.address(0), from.length(0));
    }
    int pieces = Math.min(from.pieces(), LoopCalls.PIECES);
    for (int i = 0; i < pieces; i++) {
      calls.piece(i, from.address(i), from.length(i));
    }
    return calls.sendPieces(number, pieces);
  }

  int accept(KernelHandle listener) {
    return calls.accept(listener.number);
  }

  /** Asks for the next of a connection that was not accepted by {@link #accept}. */
  void askAcceptedAddress(KernelHandle connection, ProtocolFamily family) {
    calls.askAcceptedAddress(connection.number, family);
  }

  /** The peer's of the connection accepted last; null where it has none. */
  @Nullable SocketAddress acceptedAddress() {
    return calls.acceptedAddress();
  }

  /** What failed on the socket: an errno, 0 for nothing. */
  int error(KernelHandle handle) {
    return calls.error(handle.number);
  }

  /** Null if there is none; then {@link #failure} says why. */
  @Nullable ReceivedMessage receiveMessage(KernelHandle handle, Chunk into) {
    try {
      ReceivedMessage message =
          handle.socket().receiveMessage(List.of(into.bytes().clear()), handle.rare().controlBytes);
      failure = -Abi.EAGAIN;
      return message;
    } catch (IOException e) {
      failure = errno(e);
      return null;
    }
  }

  /** Why the last {@link #receiveMessage} gave none: {@code -EAGAIN} if none was there. */
  int failure() {
    return failure;
  }

  int send(KernelHandle handle, KernelHandle.Message message) {
    try {
      int sent =
          handle.socket().offerMessage(List.of(message.data()), message.to(), message.control());
      return sent < 0 ? -Abi.EAGAIN : sent;
    } catch (IOException e) {
      return errno(e);
    }
  }

  private static int errno(IOException e) {
    if (e instanceof KernelFailure refused) {
      return -refused.failure().errno().number();
    }
    return e instanceof ClosedChannelException ? -Abi.EBADF : -Abi.EINVAL;
  }
}
