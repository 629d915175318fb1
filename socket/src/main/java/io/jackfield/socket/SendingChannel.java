package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.MessageCalls;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.IllegalBlockingModeException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a socket sends. */
abstract class SendingChannel extends ConfiguredChannel implements GatheringByteChannel {
  private static final byte[] NO_CONTROL = {};

  SendingChannel(int number, ProtocolFamily family, SocketType type) {
    super(number, family, type);
  }

  /**
   * Sends once, perhaps less than all: {@code send(2)}.
   *
   * @return how many bytes the kernel took, 0 where the call must not wait and it had no room
   * @throws BrokenPipeException if nobody receives any more
   */
  public final int send(ByteBuffer from, MessageFlag... flags) throws IOException {
    return sendTo(from, null, flags);
  }

  /**
   * Sends a datagram: {@code sendto(2)}.
   *
   * @param to null for the connected peer
   * @return how many bytes the kernel took, 0 where the call must not wait and it had no room
   * @throws UnreachableException if no route leads there
   * @throws PermissionDeniedException if it is a broadcast address and {@link
   *     SocketOptions#BROADCAST} is not set
   * @throws KernelException if it is too long for one datagram ({@code EMSGSIZE}), or there is
   *     neither {@code to} nor a peer ({@code EDESTADDRREQ})
   */
  public final int sendTo(ByteBuffer from, @Nullable SocketAddress to, MessageFlag... flags)
      throws IOException {
    int bits = MessageFlag.bits(flags);
    long deadline = enterToWait((bits & Abi.MSG_DONTWAIT) != 0);
    try {
      return sendBy(deadline, from, bits, to);
    } finally {
      descriptor.leave();
    }
  }

  /**
   * Sends all that remains, within one time-out for the whole.
   *
   * @throws IllegalBlockingModeException if the time-out is zero
   */
  public final void sendAll(ByteBuffer from, MessageFlag... flags) throws IOException {
    int bits = MessageFlag.bits(flags);
    long deadline = enterToWait(false);
    try {
      if (deadline == NOT_AT_ALL) {
        throw new IllegalBlockingModeException();
      }
      while (from.hasRemaining()) {
        sendBy(deadline, from, bits, null);
      }
    } finally {
      descriptor.leave();
    }
  }

  private int sendBy(long deadline, ByteBuffer from, int flags, @Nullable SocketAddress to)
      throws IOException {
    if (exceedsOurMemory(from)) {
      return sendGathered(deadline, new ByteBuffer[] {from}, NO_CONTROL, flags, to);
    }
    long started = SocketObservers.begin();
    int sent;
    do {
      sent = SocketCalls.send(descriptor.number(), from, flags, to, family);
    } while (sendAgain("send", sent, deadline, to));
    return sent == -Abi.EAGAIN ? 0 : sent(started, "send", sent, to);
  }

  /** A message of a Unix socket can be larger than what heap buffers are copied through. */
  final boolean exceedsOurMemory(ByteBuffer buffer) {
    return !type.isStream() && !buffer.isDirect() && buffer.remaining() > SocketCalls.COPIED_BYTES;
  }

  private boolean sendAgain(String call, int sent, long deadline, @Nullable SocketAddress to)
      throws IOException {
    if (sent == -Abi.EAGAIN && to != null && family == StandardProtocolFamily.UNIX) {
      pauseUnpollable(deadline);
    }
    return again(call, sent, Abi.WRITABLE, deadline);
  }

  /** Returns a result of 0 or more; throws what a negated errno stands for. */
  private int sent(long started, String call, int sent, @Nullable SocketAddress to)
      throws IOException {
    SocketAddress target = to != null ? to : remote;
    if (sent < 0) {
      throw failure(call, sent, target);
    }
    SocketObservers.end(started, Kind.WRITTEN, call, descriptor.number(), target, sent);
    return sent;
  }

  final int sendGathered(
      long deadline, ByteBuffer[] from, byte[] control, int flags, @Nullable SocketAddress to)
      throws IOException {
    return Math.max(0, gathered(deadline, from, control, flags, to));
  }

  /** Sends at once or not at all, in which case it returns -1. */
  final int offerGathered(ByteBuffer[] from, byte[] control, int flags, @Nullable SocketAddress to)
      throws IOException {
    return gathered(NOT_AT_ALL, from, control, flags, to);
  }

  private int gathered(
      long deadline, ByteBuffer[] from, byte[] control, int flags, @Nullable SocketAddress to)
      throws IOException {
    long started = SocketObservers.begin();
    int sent;
    do {
      sent =
          MessageCalls.send(
              descriptor.number(), from, !type.isStream(), control, flags, to, family);
    } while (sendAgain("sendmsg", sent, deadline, to));
    return sent == -Abi.EAGAIN ? -1 : sent(started, "sendmsg", sent, to);
  }

  @Override
  public final int write(ByteBuffer from) throws IOException {
    return send(from);
  }

  @Override
  public final long write(ByteBuffer[] from) throws IOException {
    return write(from, 0, from.length);
  }

  @Override
  public final long write(ByteBuffer[] from, int offset, int length) throws IOException {
    ByteBuffer[] some = slice(from, offset, length);
    long deadline = enterToWait(false);
    try {
      return sendGathered(deadline, some, NO_CONTROL, 0, null);
    } finally {
      descriptor.leave();
    }
  }

  static ByteBuffer[] slice(ByteBuffer[] all, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, all.length);
    return Arrays.copyOfRange(all, offset, offset + length);
  }
}
