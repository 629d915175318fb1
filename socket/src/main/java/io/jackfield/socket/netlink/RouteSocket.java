package io.jackfield.socket.netlink;

import io.jackfield.socket.MessageFlag;
import io.jackfield.socket.ReceivedDatagram;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.KernelFamily;
import io.jackfield.socket.address.NetlinkAddress;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A netlink socket of the family {@code NETLINK_ROUTE}. Used by one thread. */
final class RouteSocket implements RouteKernel {
  static final int NETLINK_ROUTE = 0;
  private static final NetlinkAddress KERNEL = NetlinkAddress.of(0, 0);

  /** The kernel answers while it is asked; this is for one that has lost its memory. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** The kernel fills datagrams up to what was offered to it, at most this. */
  private static final int USUAL_BYTES = 32 * 1_024;

  /** A link with hundreds of virtual functions is the largest there is: some 100 KB. */
  private static final int MAX_BYTES = 16 * 1_024 * 1_024;

  private final Socket socket;
  private ByteBuffer buffer = ByteBuffer.allocate(USUAL_BYTES);

  RouteSocket() throws IOException {
    socket = Socket.open(KernelFamily.NETLINK, SocketType.RAW, NETLINK_ROUTE).timeout(TIMEOUT);
  }

  @Override
  public void send(ByteBuffer request) throws IOException {
    socket.sendTo(request, KERNEL);
  }

  @Override
  public ByteBuffer receive() throws IOException {
    for (; ; ) {
      // A datagram that does not fit would be cut; so its length is asked first.
      ReceivedDatagram next = socket.receiveFrom(buffer.clear(), MessageFlag.PEEK);
      if (next != null && next.truncated()) {
        if (next.length() > MAX_BYTES) {
          throw new ProtocolException("netlink: a datagram of " + next.length() + " bytes");
        }
        buffer = ByteBuffer.allocate(next.length());
      }
      ReceivedDatagram taken = socket.receiveFrom(buffer.clear());
      if (taken != null && !taken.truncated() && isKernel(taken)) {
        return buffer.flip();
      }
    }
  }

  /** Any process may send to a netlink socket. */
  private static boolean isKernel(ReceivedDatagram received) {
    @Nullable Object source = received.source();
    return source instanceof NetlinkAddress from && from.portId() == 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
