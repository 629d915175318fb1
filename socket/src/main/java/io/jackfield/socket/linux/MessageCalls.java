package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@code sendmsg(2)} and {@code recvmsg(2)}: several buffers at once, and ancillary data. As {@link
 * SocketCalls}: never waiting, a result of 0 or more or a negated errno.
 *
 * <p>Buffers are gathered and scattered here, through memory of ours: a datagram is at most 64 KiB
 * but on Unix sockets, and a stream takes what it takes.
 */
public final class MessageCalls {
  /** What came beside the data of one received message. Owned by the caller's thread. */
  public static final class Received {
    /** {@code MSG_TRUNC}, {@code MSG_CTRUNC}, …, as the kernel set them. */
    public int flags;

    /** The sender, null where it has no address. */
    public @Nullable SocketAddress source;

    /** The ancillary data, each element with its {@code struct cmsghdr}. */
    public byte[] control = {};
  }

  private MessageCalls() {}

  /** How many bytes remain in all. */
  public static long remaining(ByteBuffer[] buffers) {
    long sum = 0;
    for (ByteBuffer buffer : buffers) {
      sum += buffer.remaining();
    }
    return sum;
  }

  /**
   * Sends what remains in the buffers, whose positions move on.
   *
   * @param whole whether it is one message; if not, the first 64 KiB are enough
   * @param control elements with their {@code struct cmsghdr}, at most 4,096 bytes
   */
  public static int send(
      int fd,
      ByteBuffer[] from,
      boolean whole,
      byte[] control,
      int flags,
      @Nullable SocketAddress to,
      ProtocolFamily family)
      throws SocketException {
    long length = whole ? remaining(from) : Math.min(remaining(from), Scratch.DATA_BYTES);
    Scratch scratch = Scratch.take();
    try (Arena larger = length > Scratch.DATA_BYTES ? Arena.ofConfined() : null) {
      MemorySegment data =
          larger == null ? scratch.data().asSlice(0, length) : larger.allocate(length);
      long at = 0;
      for (int i = 0; i < from.length && at < length; i++) {
        long count = Math.min(from[i].remaining(), length - at);
        MemorySegment.copy(MemorySegment.ofBuffer(from[i]), 0, data, at, count);
        at += count;
      }
      int addressLength = to == null ? 0 : Sockaddr.write(to, family, scratch.address);
      MemorySegment.copy(control, 0, scratch.control, JAVA_BYTE, 0, control.length);
      Msghdr.set(
          scratch.message,
          scratch.iovec,
          scratch.address,
          addressLength,
          data,
          scratch.control,
          control.length);
      int sent =
          (int)
              scratch.call(
                  Abi.NR_SENDMSG, fd, scratch.message.address(), flags | Abi.MSG_NOSIGNAL, 0, 0);
      skip(from, sent);
      return sent;
    } finally {
      scratch.giveBack();
    }
  }

  private static void skip(ByteBuffer[] buffers, int count) {
    int left = count;
    for (int i = 0; left > 0; i++) {
      int here = Math.min(left, buffers[i].remaining());
      buffers[i].position(buffers[i].position() + here);
      left -= here;
    }
  }

  /**
   * Receives into the buffers, whose positions move on unless {@code MSG_PEEK} is among the flags;
   * returns the length, a datagram's real one also where the buffers took less.
   *
   * @param whole whether a message is to be taken whole; if not, 64 KiB are enough
   * @param controlBytes how much room for ancillary data to offer the kernel, at most 4,096
   */
  public static int receive(
      int fd, ByteBuffer[] into, boolean whole, int controlBytes, int flags, Received beside) {
    long room = whole ? remaining(into) : Math.min(remaining(into), Scratch.DATA_BYTES);
    Scratch scratch = Scratch.take();
    try (Arena larger = room > Scratch.DATA_BYTES ? Arena.ofConfined() : null) {
      MemorySegment data = larger == null ? scratch.data().asSlice(0, room) : larger.allocate(room);
      Msghdr.set(
          scratch.message,
          scratch.iovec,
          scratch.address,
          Sockaddr.MAX_BYTES,
          data,
          scratch.control,
          controlBytes);
      int received =
          (int)
              scratch.call(
                  Abi.NR_RECVMSG,
                  fd,
                  scratch.message.address(),
                  flags | Abi.MSG_CMSG_CLOEXEC | (whole ? Abi.MSG_TRUNC : 0),
                  0,
                  0);
      if (received >= 0) {
        scatter(data, Math.min(received, room), into, (flags & Abi.MSG_PEEK) != 0);
        beside.flags = Msghdr.flags(scratch.message);
        beside.source = Sockaddr.read(scratch.address, Msghdr.addressLength(scratch.message));
        beside.control = new byte[Msghdr.controlLength(scratch.message)];
        MemorySegment.copy(scratch.control, JAVA_BYTE, 0, beside.control, 0, beside.control.length);
      }
      return received;
    } finally {
      scratch.giveBack();
    }
  }

  private static void scatter(MemorySegment data, long count, ByteBuffer[] into, boolean peek) {
    long at = 0;
    for (int i = 0; at < count; i++) {
      int here = (int) Math.min(count - at, into[i].remaining());
      MemorySegment.copy(data, at, MemorySegment.ofBuffer(into[i]), 0, here);
      if (!peek) {
        into[i].position(into[i].position() + here);
      }
      at += here;
    }
  }
}
