package io.jackfield.server;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.MessageFlag;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.TcpOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A socket that is waited on. */
class SocketCarrier implements Carrier {
  /** How long a client that still sends may go on until the connection is closed on it. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** So many receives wait first, after one that found nothing: most clients await their answer. */
  private static final int WAITS = 8;

  final Socket socket;

  /** What came before it was this carrier's turn to receive; null for nothing. */
  private @Nullable ByteBuffer begun;

  /** How many receives to come wait before they look. */
  private int waits;

  SocketCarrier(Socket socket) {
    this.socket = socket;
  }

  @Override
  public final void waitAtMost(Duration limit) {
    socket.timeout(limit);
  }

  /** What had come before already, as behind a proxy's header: it comes first. */
  final void begun(ByteBuffer read) {
    begun = read.hasRemaining() ? read : null;
  }

  /** What is left of that; nothing from now on. */
  final ByteBuffer takeBegun() {
    ByteBuffer left = begun;
    begun = null;
    return left == null ? ByteBuffer.allocate(0) : left;
  }

  /** What comes between a connection and its protocol on a loop; {@code failed} is told of it. */
  ProtocolFactory secured(
      ProtocolFactory above, BiConsumer<@Nullable SocketAddress, Throwable> failed) {
    return above;
  }

  /** Gives the socket up to a loop, which has it from now on. */
  final Transport handOver(Reactor loop, Protocol protocol, StreamOptions options)
      throws IOException {
    if (socket.family() != StandardProtocolFamily.UNIX) {
      socket.setOption(TcpOptions.NO_DELAY, true); // As loops do: what is sent is gathered.
    }
    return loop.descriptors().connection(socket, protocol, options, takeBegun());
  }

  @Override
  public @Nullable ByteBuffer receive(Supplier<ByteBuffer> room, BooleanSupplier stop)
      throws IOException {
    boolean attempted = false;
    for (boolean attempt = begun != null || waits == 0; ; attempt = true) {
      if (attempt) {
        ByteBuffer into = room.get();
        int received = 0;
        try {
          received = receiveAtOnce(into);
        } finally {
          if (received <= 0) {
            Buffers.SHARED.giveBack(into);
          }
        }
        if (received != 0) {
          return received < 0 ? null : into.flip();
        }
        attempted = true;
        waits = WAITS;
      } else {
        waits--;
      }
      if (!socket.awaitReceivable(stop) && attempted) {
        return null;
      }
    }
  }

  /** 0 if nothing is there. */
  private int receiveAtOnce(ByteBuffer into) throws IOException {
    return begun == null ? socket.receive(into, MessageFlag.DONT_WAIT) : takeOf(begun, into);
  }

  /** From the socket itself; -1 also where nothing is there and {@code stop} says so. */
  final int receiveInto(ByteBuffer into, BooleanSupplier stop) throws IOException {
    return begun == null ? socket.receive(into, stop) : takeOf(begun, into);
  }

  private int takeOf(ByteBuffer first, ByteBuffer into) {
    int count = Math.min(first.remaining(), into.remaining());
    into.put(first.slice(first.position(), count));
    begun(first.position(first.position() + count));
    return count;
  }

  @Override
  public int send(ByteBuffer from) throws IOException {
    return socket.send(from);
  }

  @Override
  public void end() throws IOException {
    socket.shutdown(ShutdownHow.WRITE);
  }

  @Override
  public int available() throws IOException {
    return (begun == null ? 0 : begun.remaining()) + socket.available();
  }

  @Override
  public void wake() {
    socket.wakeReceivers();
  }

  @Override
  public void close(boolean cutOff) {
    try {
      if (cutOff || socket.available() > 0) {
        linger();
      }
    } catch (IOException e) {
      // The client is gone: there is nobody to take leave of.
    } finally {
      abort();
    }
  }

  private void linger() throws IOException {
    long deadline = System.nanoTime() + LINGER.toNanos();
    ByteBuffer unread = ByteBuffer.allocate(RequestInput.CHUNK_BYTES);
    for (long left = LINGER.toNanos(); left > 0; left = deadline - System.nanoTime()) {
      socket.timeout(Duration.ofNanos(left));
      if (socket.receive(unread.clear()) < 0) {
        return;
      }
    }
  }

  @Override
  public void abort() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
