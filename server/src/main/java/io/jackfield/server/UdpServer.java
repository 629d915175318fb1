package io.jackfield.server;

import io.jackfield.socket.ReceivedDatagram;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A server of datagrams over UDP; each is a request of its own. */
public final class UdpServer extends BaseServer<DatagramRequest> {
  /** No datagram of IP is longer, so none is ever cut. */
  private static final int LONGEST_BYTES = 65_535;

  private final Socket socket;
  private final SocketAddress address;

  /** Owned by the serving thread. */
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_BYTES);

  private UdpServer(ServerConfig<DatagramRequest> config, Socket socket, SocketAddress address) {
    super(config);
    this.socket = socket;
    this.address = address;
  }

  /** Begins a server that will receive at {@code address}; port 0 is any free one. */
  public static ServerBuilder<DatagramRequest, UdpServer> at(SocketAddress address) {
    return new ServerBuilder<>(address, UdpServer::open);
  }

  private static UdpServer open(ServerConfig<DatagramRequest> config) throws IOException {
    Socket socket = Socket.openFor(config.address(), SocketType.DATAGRAM);
    try {
      socket.bind(config.address());
      SocketAddress bound = socket.localAddress();
      return new UdpServer(config, socket, bound != null ? bound : config.address());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  @Nullable DatagramRequest take() throws IOException {
    for (; ; ) {
      ReceivedDatagram received = socket.receiveFrom(buffer.clear());
      if (received == null) {
        throw new IllegalStateException("a socket without a time-out waits");
      }
      SocketAddress client = received.source();
      if (client != null) {
        byte[] data = new byte[buffer.flip().remaining()];
        buffer.get(data);
        return new DatagramRequest(socket, client, address, data);
      }
      if (isStopping()) {
        return null;
      }
    }
  }

  @Override
  void complete(DatagramRequest request) {}

  @Override
  void close(DatagramRequest request) {}

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
  void abort() {
    release();
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
