package io.jackfield.server;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server of datagrams over UDP; each is a request of its own. On a machine of several addresses
 * an answer comes from the one that was asked.
 */
public final class UdpServer extends BaseServer<DatagramRequest> {
  /** No datagram of IP is longer, so none is ever cut. */
  private static final int LONGEST_BYTES = 65_535;

  /**
   * How many datagrams are still taken after a shutdown: those that have arrived, which a common
   * receive buffer bounds by less, and not those of a peer that goes on and on.
   */
  private static final int TAKEN_AFTER_STOP = 4_096;

  private final Socket socket;
  private final InetSocketAddress address;

  /** Owned by the serving thread. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_BYTES);

  /** Owned by the serving thread. */
  private int takenAfterStop;

  private UdpServer(
      ServerConfig<DatagramRequest> config, Socket socket, InetSocketAddress address) {
    super(config);
    this.socket = socket;
    this.address = address;
  }

  /** Begins a server that will receive at {@code address}; port 0 is any free one. */
  public static ServerBuilder<DatagramRequest, UdpServer> at(InetSocketAddress address) {
    return new ServerBuilder<>(address, UdpServer::open);
  }

  private static UdpServer open(ServerConfig<DatagramRequest> config) throws IOException {
    if (config.tls() != null) {
      throw new IllegalStateException("datagrams cannot go through TLS");
    }
    Socket socket = Socket.openFor(config.address(), SocketType.DATAGRAM);
    try {
      socket.bind(config.address());
      if (!(socket.localAddress() instanceof InetSocketAddress bound)) {
        throw new IOException("a UDP socket without an address");
      }
      if (bound.getAddress().isAnyLocalAddress()) {
        socket.setOption(DatagramRequest.packetInfoOption(bound.getAddress()), true);
      }
      return new UdpServer(config, socket, bound);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  @Nullable DatagramRequest take() throws IOException {
    for (; ; ) {
      if (isStopping() && takenAfterStop++ == TAKEN_AFTER_STOP) {
        return null;
      }
      ReceivedMessage received =
          socket.receiveMessage(List.of(buffer.clear()), DatagramRequest.PACKET_INFO_BYTES);
      if (received == null) {
        throw new IllegalStateException("a socket without a time-out waits");
      }
      SocketAddress client = received.source();
      if (client != null) {
        byte[] data = new byte[buffer.flip().remaining()];
        buffer.get(data);
        return new DatagramRequest(this::answer, client, address, received.control(), data);
      }
      if (isStopping()) {
        return null;
      }
    }
  }

  private void answer(ByteBuffer answer, SocketAddress to, List<ControlMessage> control)
      throws IOException {
    if (control.isEmpty()) {
      socket.sendTo(answer, to);
    } else {
      socket.sendMessage(List.of(answer), to, control);
    }
  }

  @Override
  void complete(DatagramRequest request) {}

  @Override
  void close(DatagramRequest request) {}

  @Override
  void abort(DatagramRequest request) {}

  /** What has arrived is still taken; then receives end with a datagram from nobody. */
  @Override
  void stopTaking() {
    try {
      socket.shutdown(ShutdownHow.READ);
    } catch (IOException e) {
      // ENOTCONN, since nobody is connected; the receives end all the same.
    }
  }

  @Override
  void release() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
