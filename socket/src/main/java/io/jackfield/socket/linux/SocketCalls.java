package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The socket calls, one method each, never waiting: every descriptor made here is non-blocking and
 * closed on exec. Each returns 0 or more, or a negated errno. Any thread may call any of them; who
 * may still use a descriptor is {@link Descriptor}'s business.
 */
public final class SocketCalls {
  /** The most that one call moves from or to a heap buffer, through memory of ours. */
  public static final int COPIED_BYTES = Scratch.DATA_BYTES;

  private SocketCalls() {}

  /** {@code socket(2)}; returns the new descriptor. */
  public static int socket(ProtocolFamily family, int type, int protocol) {
    Scratch scratch = Scratch.take();
    try {
      int flags = type | Abi.SOCK_CLOEXEC | Abi.SOCK_NONBLOCK;
      return (int) scratch.call(Abi.NR_SOCKET, Sockaddr.number(family), flags, protocol, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code socketpair(2)}; writes the two new descriptors. */
  public static int socketPair(ProtocolFamily family, int type, int[] pair) {
    Scratch scratch = Scratch.take();
    try {
      int flags = type | Abi.SOCK_CLOEXEC | Abi.SOCK_NONBLOCK;
      int result =
          (int)
              scratch.call(
                  Abi.NR_SOCKETPAIR, Sockaddr.number(family), flags, 0, scratch.value.address(), 0);
      pair[0] = scratch.value.get(JAVA_INT, 0);
      pair[1] = scratch.value.get(JAVA_INT, Integer.BYTES);
      return result;
    } finally {
      scratch.giveBack();
    }
  }

  /** The family of an {@code SO_DOMAIN}; null if it has none here. */
  public static @Nullable ProtocolFamily family(int domain) {
    return Sockaddr.family(domain);
  }

  /** Makes a descriptor from elsewhere like ours: non-blocking, closed on exec. */
  public static int adopt(int fd) {
    int flags = plain(Abi.NR_FCNTL, fd, Abi.F_GETFL, 0);
    if (flags < 0) {
      return flags;
    }
    int result = plain(Abi.NR_FCNTL, fd, Abi.F_SETFL, flags | Abi.O_NONBLOCK);
    return result < 0 ? result : plain(Abi.NR_FCNTL, fd, Abi.F_SETFD, Abi.FD_CLOEXEC);
  }

  /** {@code bind(2)}. */
  public static int bind(int fd, SocketAddress local, ProtocolFamily family)
      throws SocketException {
    return withAddress(Abi.NR_BIND, fd, local, family);
  }

  /** {@code connect(2)}: {@code -EINPROGRESS} where the answer comes later. */
  public static int connect(int fd, SocketAddress remote, ProtocolFamily family)
      throws SocketException {
    return withAddress(Abi.NR_CONNECT, fd, remote, family);
  }

  private static int withAddress(int number, int fd, SocketAddress address, ProtocolFamily family)
      throws SocketException {
    Scratch scratch = Scratch.take();
    try {
      int length = Sockaddr.write(address, family, scratch.address);
      return (int) scratch.call(number, fd, scratch.address.address(), length, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code listen(2)}; the kernel cuts {@code backlog} to {@code net.core.somaxconn}. */
  public static int listen(int fd, int backlog) {
    return plain(Abi.NR_LISTEN, fd, backlog, 0);
  }

  /**
   * {@code accept4(2)}; returns the new descriptor.
   *
   * @param peer filled with its address at index 0, or null where it has none
   */
  public static int accept(int fd, @Nullable SocketAddress[] peer) {
    Scratch scratch = Scratch.take();
    try {
      scratch.setLength(Sockaddr.MAX_BYTES);
      int accepted =
          (int)
              scratch.call(
                  Abi.NR_ACCEPT4,
                  fd,
                  scratch.address.address(),
                  scratch.length.address(),
                  Abi.SOCK_CLOEXEC | Abi.SOCK_NONBLOCK,
                  0);
      peer[0] = accepted < 0 ? null : Sockaddr.read(scratch.address, scratch.length());
      return accepted;
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code shutdown(2)}. */
  public static int shutdown(int fd, int how) {
    return plain(Abi.NR_SHUTDOWN, fd, how, 0);
  }

  /** {@code close(2)}: whatever it returns, the descriptor is gone. */
  public static int close(int fd) {
    return plain(Abi.NR_CLOSE, fd, 0, 0);
  }

  /** {@code ioctl(FIONREAD)}: bytes that can be received at once. */
  public static int readableBytes(int fd) {
    Scratch scratch = Scratch.take();
    try {
      int result =
          (int) scratch.call(Abi.NR_IOCTL, fd, Abi.FIONREAD, scratch.value.address(), 0, 0);
      return result < 0 ? result : scratch.value.get(JAVA_INT, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** Whether {@code ioctl(TCGETS)} finds a terminal behind {@code fd}. */
  public static boolean isTerminal(int fd) {
    Scratch scratch = Scratch.take();
    try {
      // struct termios needs 36 to 44 bytes: the room for an address is larger.
      return scratch.call(Abi.NR_IOCTL, fd, Abi.TCGETS, scratch.address.address(), 0, 0) == 0;
    } finally {
      scratch.giveBack();
    }
  }

  /** How many columns the terminal behind {@code fd} shows, 0 where it does not know. */
  public static int terminalColumns(int fd) {
    return windowSize(fd, Short.BYTES);
  }

  /** How many rows it shows. */
  public static int terminalRows(int fd) {
    return windowSize(fd, 0);
  }

  private static int windowSize(int fd, int offset) {
    Scratch scratch = Scratch.take();
    try {
      // struct winsize { unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel; }
      int result =
          (int) scratch.call(Abi.NR_IOCTL, fd, Abi.TIOCGWINSZ, scratch.address.address(), 0, 0);
      return result < 0 ? result : Short.toUnsignedInt(scratch.address.get(JAVA_SHORT, offset));
    } finally {
      scratch.giveBack();
    }
  }

  private static int plain(int number, int fd, long a, long b) {
    Scratch scratch = Scratch.take();
    try {
      return (int) scratch.call(number, fd, a, b, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code getsockname(2)}; null where the socket has none or its form is unknown here. */
  public static @Nullable SocketAddress localAddress(int fd) {
    return address(Abi.NR_GETSOCKNAME, fd);
  }

  /** {@code getpeername(2)}; null where the socket is not connected. */
  public static @Nullable SocketAddress remoteAddress(int fd) {
    return address(Abi.NR_GETPEERNAME, fd);
  }

  /** Whether {@code getpeername(2)} knows a peer, with an address or without one. */
  public static boolean hasPeer(int fd) {
    Scratch scratch = Scratch.take();
    try {
      scratch.setLength(Sockaddr.MAX_BYTES);
      return scratch.call(
              Abi.NR_GETPEERNAME, fd, scratch.address.address(), scratch.length.address(), 0, 0)
          >= 0;
    } finally {
      scratch.giveBack();
    }
  }

  private static @Nullable SocketAddress address(int number, int fd) {
    Scratch scratch = Scratch.take();
    try {
      scratch.setLength(Sockaddr.MAX_BYTES);
      long result =
          scratch.call(number, fd, scratch.address.address(), scratch.length.address(), 0, 0);
      return result < 0 ? null : Sockaddr.read(scratch.address, scratch.length());
    } finally {
      scratch.giveBack();
    }
  }

  /** An address in the kernel's form; null where it has none here. */
  public static @Nullable SocketAddress address(byte[] bytes) {
    Scratch scratch = Scratch.take();
    try {
      int length = Math.min(bytes.length, Sockaddr.MAX_BYTES);
      MemorySegment.copy(bytes, 0, scratch.address, JAVA_BYTE, 0, length);
      return Sockaddr.read(scratch.address, length);
    } finally {
      scratch.giveBack();
    }
  }

  /** {@code getsockopt(2)} into {@code value}; returns how many bytes the kernel wrote. */
  public static int option(int fd, int level, int name, byte[] value) {
    Scratch scratch = Scratch.take();
    try {
      int room = Math.min(value.length, Scratch.DATA_BYTES);
      // Some options are read as well as written: what goes in is in place.
      MemorySegment.copy(value, 0, scratch.data(), JAVA_BYTE, 0, room);
      scratch.setLength(room);
      int result =
          (int)
              scratch.call(
                  Abi.NR_GETSOCKOPT,
                  fd,
                  level,
                  name,
                  scratch.data().address(),
                  scratch.length.address());
      if (result < 0) {
        return result;
      }
      int length = Math.min(scratch.length(), room);
      MemorySegment.copy(scratch.data(), JAVA_BYTE, 0, value, 0, length);
      return length;
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code setsockopt(2)}.
   *
   * @param pointerAt where the structure ends with a pointer, which is made to lead to the bytes
   *     behind it; -1 if there is none
   * @throws IndexOutOfBoundsException if the value has more than 64 KiB
   */
  public static int setOption(int fd, int level, int name, byte[] value, int pointerAt) {
    Scratch scratch = Scratch.take();
    try {
      MemorySegment data = scratch.data();
      for (int i = 0; i < value.length; i++) { // For a copy the JDK makes a class at each start.
        data.set(JAVA_BYTE, i, value[i]);
      }
      long address = data.address();
      int length = value.length;
      if (pointerAt >= 0) {
        length = pointerAt + Long.BYTES;
        data.set(JAVA_LONG, pointerAt, address + length);
      }
      return (int) scratch.call(Abi.NR_SETSOCKOPT, fd, level, name, address, length);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code sendto(2)} from the buffer's position on, which moves on by what the kernel took. A
   * stream's heap buffer gives at most 64 KiB a call.
   *
   * @param remote null to send on the connection
   */
  public static int send(
      int fd, ByteBuffer from, int flags, @Nullable SocketAddress remote, ProtocolFamily family)
      throws SocketException {
    Scratch scratch = Scratch.take();
    try {
      int addressLength = remote == null ? 0 : Sockaddr.write(remote, family, scratch.address);
      MemorySegment bytes = from.isDirect() ? MemorySegment.ofBuffer(from) : copy(from, scratch);
      int sent =
          (int)
              Syscall.transfer(
                  scratch.callState,
                  Abi.NR_SENDTO,
                  fd,
                  bytes,
                  flags | Abi.MSG_NOSIGNAL,
                  addressLength == 0 ? 0 : scratch.address.address(),
                  addressLength);
      if (sent > 0) {
        from.position(from.position() + sent);
      }
      return sent;
    } finally {
      scratch.giveBack();
    }
  }

  private static MemorySegment copy(ByteBuffer from, Scratch scratch) {
    int count = Math.min(from.remaining(), Scratch.DATA_BYTES);
    MemorySegment.copy(MemorySegment.ofBuffer(from), 0, scratch.data(), 0, count);
    return scratch.data().asSlice(0, count);
  }

  /** {@code recv(2)} from a stream into the buffer, whose position moves on; 0 is its end. */
  public static int receive(int fd, ByteBuffer into, int flags) {
    Scratch scratch = Scratch.take();
    try {
      return receive(scratch, fd, into, flags, 0, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /**
   * {@code recvfrom(2)}; with {@code MSG_TRUNC} among the flags it returns a datagram's real length
   * also where the buffer took less. A heap buffer takes at most {@link #COPIED_BYTES} of it.
   *
   * @param source filled with the sender's address at index 0, or null where it has none
   */
  public static int receiveFrom(
      int fd, ByteBuffer into, int flags, @Nullable SocketAddress[] source) {
    Scratch scratch = Scratch.take();
    try {
      scratch.setLength(Sockaddr.MAX_BYTES);
      int length =
          receive(scratch, fd, into, flags, scratch.address.address(), scratch.length.address());
      source[0] = length < 0 ? null : Sockaddr.read(scratch.address, scratch.length());
      return length;
    } finally {
      scratch.giveBack();
    }
  }

  private static int receive(
      Scratch scratch, int fd, ByteBuffer into, int flags, long address, long addressLength) {
    boolean direct = into.isDirect();
    int room = direct ? into.remaining() : Math.min(into.remaining(), Scratch.DATA_BYTES);
    MemorySegment bytes = direct ? MemorySegment.ofBuffer(into) : scratch.data().asSlice(0, room);
    int received =
        (int)
            Syscall.transfer(
                scratch.callState, Abi.NR_RECVFROM, fd, bytes, flags, address, addressLength);
    int copied = Math.min(received, room);
    if (copied > 0) {
      if (!direct) {
        MemorySegment.copy(scratch.data(), 0, MemorySegment.ofBuffer(into), 0, copied);
      }
      if ((flags & Abi.MSG_PEEK) == 0) {
        into.position(into.position() + copied);
      }
    }
    return received;
  }
}
