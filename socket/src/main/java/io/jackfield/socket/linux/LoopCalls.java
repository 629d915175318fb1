package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an event loop's hot path, on addresses of native memory that the caller keeps alive.
 * As {@link SocketCalls}: never waiting, a result of 0 or more or a negated errno. Belongs to one
 * thread, so that its memory is taken once, and nothing is allocated.
 */
public final class LoopCalls {
  /** The most pieces one gathered send takes; the kernel would take 1,024 ({@code UIO_MAXIOV}). */
  public static final int PIECES = 64;

  private static final int SENDING = Abi.MSG_NOSIGNAL | Abi.MSG_DONTWAIT;

  /** {@code RWF_NOWAIT} of linux/fs.h. */
  private static final int NO_WAIT = 8;

  private static final int BASE_AT = 0;
  private static final int LENGTH_AT = 8;
  private static final int PEER_AT = 64;

  // Each on cache lines of its own.
  private final MemorySegment callState =
      Arena.ofAuto().allocate(Syscall.CALL_STATE.byteSize(), 64);
  private final MemorySegment pieces =
      Arena.ofAuto().allocate((long) PIECES * Msghdr.IOVEC_BYTES, 64);
  private final MemorySegment message = Arena.ofAuto().allocate(Msghdr.BYTES, 64);
  private final MemorySegment value =
      Arena.ofAuto().allocate(PEER_AT + Sockaddr.MAX_BYTES + Integer.BYTES, 64);

  /** Behind it the address of who was accepted last, and that one's length. */
  private final MemorySegment peer = value.asSlice(PEER_AT);

  private int call(int number, long a, long b, long c, long d, long e, long f) {
    return (int) Syscall.call(callState, number, a, b, c, d, e, f);
  }

  /** {@code recv(2)} without waiting, also where somebody has made the socket a blocking one. */
  public int receive(int fd, long address, int length) {
    return call(Abi.NR_RECVFROM, fd, address, length, Abi.MSG_DONTWAIT, 0, 0);
  }

  /** {@code send(2)}, likewise. */
  public int send(int fd, long address, int length) {
    return call(Abi.NR_SENDTO, fd, address, length, SENDING, 0, 0);
  }

  /** {@code read(2)}. */
  public int read(int fd, long address, int length) {
    return call(Abi.NR_READ, fd, address, length, 0, 0, 0);
  }

  /** {@code write(2)}. */
  public int write(int fd, long address, int length) {
    return call(Abi.NR_WRITE, fd, address, length, 0, 0, 0);
  }

  /**
   * {@code pwritev2(2)} without waiting, also where the descriptor is a blocking one; {@code
   * -EOPNOTSUPP} where the kernel cannot: pipes it can from Linux 6.4 on.
   */
  public int writeNow(int fd, long address, int length) {
    piece(0, address, length);
    return call(Abi.NR_PWRITEV2, fd, pieces.address(), 1, -1, -1, NO_WAIT);
  }

  /** Sets piece {@code i}, below {@link #PIECES}, of the next gathered send. */
  public void piece(int i, long address, int length) {
    long at = (long) i * Msghdr.IOVEC_BYTES;
    pieces.set(JAVA_LONG, at + BASE_AT, address);
    pieces.set(JAVA_LONG, at + LENGTH_AT, length);
  }

  /** {@code sendmsg(2)} of the first {@code count} pieces, likewise. */
  public int sendPieces(int fd, int count) {
    Msghdr.setPieces(message, pieces, count);
    return call(Abi.NR_SENDMSG, fd, message.address(), SENDING, 0, 0, 0);
  }

  /** {@code accept4(2)}, non-blocking; returns the new descriptor. */
  public int accept(int fd) {
    peer.set(JAVA_INT, Sockaddr.MAX_BYTES, Sockaddr.MAX_BYTES);
    long at = peer.address();
    int flags = Abi.SOCK_CLOEXEC | Abi.SOCK_NONBLOCK;
    return call(Abi.NR_ACCEPT4, fd, at, at + Sockaddr.MAX_BYTES, flags, 0, 0);
  }

  /** The peer's address of what {@link #accept} returned last; null where it has none. */
  public @Nullable SocketAddress acceptedAddress() {
    return Sockaddr.read(peer, peer.get(JAVA_INT, Sockaddr.MAX_BYTES));
  }

  /**
   * Asks for the {@link #acceptedAddress} of a connection that was accepted without: {@code
   * SO_PEERNAME}, which tells it also when the peer has gone, as accept4(2) does. It fails where
   * the address is shorter than what it is given room for; Unix sockets', which differ, are asked
   * for by {@code getpeername(2)}.
   *
   * @param family the listener's
   */
  public void askAcceptedAddress(int fd, ProtocolFamily family) {
    long at = peer.address();
    long length = at + Sockaddr.MAX_BYTES;
    int room = InetSockaddr.bytes(family);
    peer.set(JAVA_INT, Sockaddr.MAX_BYTES, room == 0 ? Sockaddr.MAX_BYTES : room);
    int made =
        room == 0
            ? call(Abi.NR_GETPEERNAME, fd, at, length, 0, 0, 0)
            : call(Abi.NR_GETSOCKOPT, fd, Abi.SOL_SOCKET, Abi.SO_PEERNAME, at, length, 0);
    if (made < 0) {
      peer.set(JAVA_INT, Sockaddr.MAX_BYTES, 0);
    }
  }

  /** What failed on the socket since it was last asked, an errno or 0: {@code SO_ERROR}. */
  public int error(int fd) {
    value.set(JAVA_INT, 0, 0);
    value.set(JAVA_INT, Long.BYTES, Integer.BYTES);
    long at = value.address();
    int result = call(Abi.NR_GETSOCKOPT, fd, Abi.SOL_SOCKET, Abi.SO_ERROR, at, at + Long.BYTES, 0);
    return result < 0 ? -result : value.get(JAVA_INT, 0);
  }
}
