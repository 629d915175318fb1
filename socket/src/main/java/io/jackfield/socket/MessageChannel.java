package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.FileCalls;
import io.jackfield.socket.linux.MessageCalls;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a socket sends and receives beyond bytes: ancillary data, batches, files. */
abstract class MessageChannel extends ReceivingChannel {
  MessageChannel(int number, ProtocolFamily family, SocketType type) {
    super(number, family, type);
  }

  /**
   * Sends one message with ancillary data: {@code sendmsg(2)}.
   *
   * @param from gathered, in this order
   * @param to null for the connected peer
   * @return how many bytes the kernel took, 0 where the call must not wait and it had no room
   */
  public final int sendMessage(
      List<ByteBuffer> from,
      @Nullable SocketAddress to,
      List<ControlMessage> control,
      MessageFlag... flags)
      throws IOException {
    int bits = MessageFlag.bits(flags);
    byte[] encoded = ControlCodec.encode(control);
    long deadline = enterToWait((bits & Abi.MSG_DONTWAIT) != 0);
    try {
      return sendGathered(deadline, from.toArray(ByteBuffer[]::new), encoded, bits, to);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * As {@link #sendMessage}, but never waits, and tells an empty message that was sent from one
   * that was not.
   *
   * @return how many bytes the kernel took, -1 if it had no room
   */
  public final int offerMessage(
      List<ByteBuffer> from,
      @Nullable SocketAddress to,
      List<ControlMessage> control,
      MessageFlag... flags)
      throws IOException {
    byte[] encoded = ControlCodec.encode(control);
    enter();
    try {
      return offerGathered(from.toArray(ByteBuffer[]::new), encoded, MessageFlag.bits(flags), to);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Receives one message with its ancillary data: {@code recvmsg(2)}.
   *
   * @param into scattered, in this order
   * @param controlBytes room for ancillary data, 0 to 4,096; what does not fit is lost, and said
   * @return null only where the call must not wait and none is there
   * @throws IllegalArgumentException if {@code controlBytes} is out of its range, or a buffer is
   *     read-only
   */
  public final @Nullable ReceivedMessage receiveMessage(
      List<ByteBuffer> into, int controlBytes, MessageFlag... flags) throws IOException {
    return receiveMessage(into, controlBytes, MessageFlag.bits(flags), () -> false);
  }

  /**
   * As above, but returns null also where it would have to wait and {@code stop} says so. After a
   * change of what {@code stop} says, {@link #wakeReceivers} has it asked again.
   *
   * @param stop asked on the calling thread; must not wait
   */
  public final @Nullable ReceivedMessage receiveMessage(
      List<ByteBuffer> into, int controlBytes, BooleanSupplier stop) throws IOException {
    return receiveMessage(into, controlBytes, 0, stop);
  }

  private @Nullable ReceivedMessage receiveMessage(
      List<ByteBuffer> into, int controlBytes, int flags, BooleanSupplier stop) throws IOException {
    if (controlBytes < 0 || controlBytes > ControlCodec.MAX_BYTES) {
      throw new IllegalArgumentException(
          "room for ancillary data is 0 to %d bytes, not %d"
              .formatted(ControlCodec.MAX_BYTES, controlBytes));
    }
    ByteBuffer[] buffers = into.toArray(ByteBuffer[]::new);
    requireWritable(buffers);
    var beside = new MessageCalls.Received();
    long deadline = enterToWait((flags & AT_ONCE) != 0);
    try {
      int length = receiveScattered(deadline, buffers, controlBytes, flags, beside, stop);
      if (length == -Abi.EAGAIN) {
        return null;
      }
      return ReceivedMessage.of(length, beside);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Sends all datagrams of a batch, in as few system calls as the kernel allows: {@code
   * sendmmsg(2)}.
   *
   * @return how many were sent; fewer than there are only where the time-out is zero
   * @throws IOException for the first that could not be sent; those before it were
   */
  public final int sendBatch(DatagramBatch batch) throws IOException {
    long deadline = enterToWait(false);
    try {
      batch.prepare(family);
      int done = 0;
      long started = SocketObservers.begin();
      while (done < batch.count()) {
        int sent;
        do {
          sent = batch.memory.send(descriptor.number(), done, batch.count());
        } while (again("sendmmsg", sent, Abi.WRITABLE, deadline));
        if (sent == -Abi.EAGAIN) {
          break;
        }
        done += check("sendmmsg", sent);
      }
      done(started, Kind.WRITTEN, "sendmmsg", done);
      return done;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Waits for a datagram, then takes as many as have arrived and the batch has room for: {@code
   * recvmmsg(2)}.
   *
   * @return how many; 0 only where the time-out is zero and none is there
   */
  public final int receiveBatch(DatagramBatch batch) throws IOException {
    batch.clear();
    long started = SocketObservers.begin();
    long deadline = enterToWait(false);
    try {
      int received;
      do {
        received = endOr(batch.memory.receive(descriptor.number()));
      } while (again("recvmmsg", received, Abi.READABLE, deadline));
      if (received == -Abi.EAGAIN) {
        return 0;
      }
      batch.received(received(started, "recvmmsg", received, null));
      return received;
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Sends part of a file without copying it into this process: {@code sendfile(2)}. May send less
   * than asked for.
   *
   * @param offset where in the file to begin, in bytes
   * @param count how many bytes at most
   * @return how many were sent; 0 at the end of the file, and where the time-out is zero and the
   *     kernel had no room
   * @throws IllegalArgumentException if either number is negative
   */
  public final long sendFile(OpenFile file, long offset, long count) throws IOException {
    if (offset < 0 || count < 0) {
      throw new IllegalArgumentException("offset " + offset + ", count " + count);
    }
    long deadline = enterToWait(false);
    try {
      file.enter();
      try {
        long started = SocketObservers.begin();
        int most = (int) Math.min(count, FileCalls.MOST_SENT);
        int sent;
        do {
          sent = FileCalls.sendFile(descriptor.number(), file.number(), offset, most);
        } while (again("sendfile", sent, Abi.WRITABLE, deadline));
        if (sent == -Abi.EAGAIN) {
          return 0;
        }
        check("sendfile", sent);
        done(started, Kind.WRITTEN, "sendfile", sent);
        return sent;
      } finally {
        file.leave();
      }
    } finally {
      descriptor.leave();
    }
  }
}
