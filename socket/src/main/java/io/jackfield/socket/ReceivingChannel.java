package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.MessageCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ScatteringByteChannel;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a socket receives. */
abstract class ReceivingChannel extends SendingChannel implements ScatteringByteChannel {
  /** Receives that never wait, whatever the time-out is. */
  static final int AT_ONCE = Abi.MSG_DONTWAIT | Abi.MSG_OOB | Abi.MSG_ERRQUEUE;

  /** Whether receives end where nothing is left to receive. */
  volatile boolean shutForReading;

  ReceivingChannel(int number, ProtocolFamily family, SocketType type) {
    super(number, family, type);
  }

  /**
   * Receives what there is, at least one byte, at most what the buffer takes: {@code recv(2)}. What
   * a buffer does not take of a datagram is lost; {@link #receiveFrom} tells of it.
   *
   * @return how many bytes; -1 when a connection's peer sends no more; 0 for an empty datagram or
   *     buffer, or where the call must not wait and nothing is there
   * @throws ConnectionResetException if the peer ended the connection by force
   * @throws IllegalArgumentException if the buffer is read-only
   */
  public final int receive(ByteBuffer into, MessageFlag... flags) throws IOException {
    if (!type.ends) {
      int before = into.position();
      ReceivedDatagram received = receiveFrom(into, flags);
      return received == null ? 0 : Math.max(into.position() - before, 0);
    }
    requireWritable(into);
    if (!into.hasRemaining()) {
      return 0;
    }
    int bits = MessageFlag.bits(flags);
    long deadline = enterToWait((bits & AT_ONCE) != 0);
    try {
      return (bits & Abi.MSG_WAITALL) != 0 && (bits & Abi.MSG_PEEK) == 0
          ? receiveAll(deadline, into, bits)
          : receiveBy(deadline, into, bits);
    } finally {
      descriptor.leave();
    }
  }

  static void requireWritable(ByteBuffer... buffers) {
    for (ByteBuffer buffer : buffers) {
      if (buffer.isReadOnly()) {
        throw new IllegalArgumentException("a read-only buffer cannot be received into");
      }
    }
  }

  private int receiveBy(long deadline, ByteBuffer into, int flags) throws IOException {
    long started = SocketObservers.begin();
    int received;
    do {
      received = SocketCalls.receive(descriptor.number(), into, flags);
    } while (again("recv", received, Abi.READABLE, deadline));
    return received == -Abi.EAGAIN ? 0 : endIfNothing(received(started, "recv", received, null));
  }

  private static int endIfNothing(int received) {
    return received == 0 ? -1 : received;
  }

  /**
   * As {@link #receive}, but ends early: where it would have to wait and {@code stop} says so, it
   * returns -1, as though the peer would send no more. After a change of what {@code stop} says,
   * {@link #wakeReceivers} has it asked again.
   *
   * @param stop asked on the calling thread; must not wait
   */
  public final int receive(ByteBuffer into, BooleanSupplier stop) throws IOException {
    requireWritable(into);
    if (!into.hasRemaining()) {
      return 0;
    }
    long started = SocketObservers.begin();
    long deadline = enterToWait(false);
    try {
      int received;
      int wakeUpsSeen;
      do {
        wakeUpsSeen = descriptor.wakeUps();
        received = SocketCalls.receive(descriptor.number(), into, 0);
        if (received == -Abi.EAGAIN && stop.getAsBoolean()) {
          return -1;
        }
      } while (again("recv", received, Abi.READABLE, deadline, wakeUpsSeen));
      return received == -Abi.EAGAIN ? 0 : endIfNothing(received(started, "recv", received, null));
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Waits until a receive may find something: bytes, a datagram, an end or a failure. Who waits so
   * needs no buffer meanwhile. It may find nothing all the same; at once where the time-out is 0.
   *
   * @param stop as of {@link #receive(ByteBuffer, BooleanSupplier)}
   * @return false without a wait if {@code stop} says so
   * @throws SocketTimeoutException if nothing comes in time
   */
  public final boolean awaitReceivable(BooleanSupplier stop) throws IOException {
    long deadline = enterToWait(false);
    try {
      int wakeUpsSeen = descriptor.wakeUps();
      if (stop.getAsBoolean()) {
        return false;
      }
      again("recv", -Abi.EAGAIN, Abi.READABLE, deadline, wakeUpsSeen);
      return true;
    } finally {
      descriptor.leave();
    }
  }

  /** Has every call that waits on this socket look again; it goes on if nothing has changed. */
  public final void wakeReceivers() {
    descriptor.wakeAll();
  }

  /** Of a descriptor that never waits the kernel does not do this; so it is done here. */
  private int receiveAll(long deadline, ByteBuffer into, int flags) throws IOException {
    int before = into.position();
    try {
      int received = 1;
      while (received > 0 && into.hasRemaining()) {
        received = receiveBy(deadline, into, flags);
      }
      return into.position() == before ? received : into.position() - before;
    } catch (SocketTimeoutException e) {
      if (into.position() == before) {
        throw e;
      }
      return into.position() - before;
    }
  }

  /**
   * Receives one datagram with its sender: {@code recvfrom(2)}; of a stream what there is, its end
   * as length 0. After a shutdown for reading those that have arrived are still received, then
   * empty ones without a sender.
   *
   * @return null only where the call must not wait and none is there
   * @throws ConnectionRefusedException if what was sent to the connected peer before was refused
   * @throws IllegalArgumentException if the buffer is read-only
   */
  public final @Nullable ReceivedDatagram receiveFrom(ByteBuffer into, MessageFlag... flags)
      throws IOException {
    requireWritable(into);
    if (exceedsOurMemory(into)) {
      return receiveLarge(into, MessageFlag.bits(flags));
    }
    int bits = MessageFlag.bits(flags) | realLength();
    var source = new @Nullable SocketAddress[1];
    int room = into.remaining();
    long started = SocketObservers.begin();
    long deadline = enterToWait((bits & AT_ONCE) != 0);
    try {
      int length;
      do {
        length = endOr(SocketCalls.receiveFrom(descriptor.number(), into, bits, source));
      } while (again("recvfrom", length, Abi.READABLE, deadline));
      if (length == -Abi.EAGAIN) {
        return null;
      }
      received(started, "recvfrom", length, source[0]);
      return new ReceivedDatagram(source[0], length, length > room);
    } finally {
      descriptor.leave();
    }
  }

  private @Nullable ReceivedDatagram receiveLarge(ByteBuffer into, int flags) throws IOException {
    var beside = new MessageCalls.Received();
    int room = into.remaining();
    long deadline = enterToWait((flags & AT_ONCE) != 0);
    try {
      int length = receiveScattered(deadline, new ByteBuffer[] {into}, 0, flags, beside);
      return length == -Abi.EAGAIN
          ? null
          : new ReceivedDatagram(beside.source, length, length > room);
    } finally {
      descriptor.leave();
    }
  }

  /** Of a message the kernel tells the real length; of a stream it would throw the bytes away. */
  private int realLength() {
    return type.isStream() ? 0 : Abi.MSG_TRUNC;
  }

  /** Only a blocking receive is told of a shutdown (__skb_wait_for_more_packets): made up for. */
  final int endOr(int received) {
    return received == -Abi.EAGAIN && shutForReading ? 0 : received;
  }

  final int receiveScattered(
      long deadline, ByteBuffer[] into, int controlBytes, int flags, MessageCalls.Received beside)
      throws IOException {
    return receiveScattered(deadline, into, controlBytes, flags, beside, () -> false);
  }

  /** {@code -EAGAIN} also where it would have to wait and {@code stop} says so. */
  final int receiveScattered(
      long deadline,
      ByteBuffer[] into,
      int controlBytes,
      int flags,
      MessageCalls.Received beside,
      BooleanSupplier stop)
      throws IOException {
    long started = SocketObservers.begin();
    int length;
    int wakeUpsSeen;
    do {
      wakeUpsSeen = descriptor.wakeUps();
      length =
          endOr(
              MessageCalls.receive(
                  descriptor.number(), into, !type.isStream(), controlBytes, flags, beside));
      if (length == -Abi.EAGAIN && stop.getAsBoolean()) {
        return length;
      }
    } while (again("recvmsg", length, Abi.READABLE, deadline, wakeUpsSeen));
    return length == -Abi.EAGAIN ? length : received(started, "recvmsg", length, beside.source);
  }

  /** Returns a result of 0 or more; throws what a negated errno stands for. */
  final int received(long started, String call, int received, @Nullable SocketAddress from)
      throws IOException {
    SocketAddress source = from != null ? from : remote;
    if (received < 0) {
      throw failure(call, received, source);
    }
    SocketObservers.end(started, Kind.READ, call, descriptor.number(), source, received);
    return received;
  }

  @Override
  public final int read(ByteBuffer into) throws IOException {
    return receive(into);
  }

  @Override
  public final long read(ByteBuffer[] into) throws IOException {
    return read(into, 0, into.length);
  }

  @Override
  public final long read(ByteBuffer[] into, int offset, int length) throws IOException {
    ByteBuffer[] some = slice(into, offset, length);
    requireWritable(some);
    if (MessageCalls.remaining(some) == 0) {
      return 0;
    }
    long deadline = enterToWait(false);
    try {
      int received = receiveScattered(deadline, some, 0, 0, new MessageCalls.Received());
      if (received == -Abi.EAGAIN) {
        return 0;
      }
      return received == 0 && type.ends ? -1 : received;
    } finally {
      descriptor.leave();
    }
  }

  /** How many bytes can be received without waiting: {@code ioctl(FIONREAD)}. */
  public final int available() throws IOException {
    enter();
    try {
      return check("ioctl FIONREAD", SocketCalls.readableBytes(descriptor.number()));
    } finally {
      descriptor.leave();
    }
  }
}
