package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of datagrams of the Unix domain. */
record UnixDatagramPeer(Socket socket, SocketAddress server) implements DatagramKind.Client {
  /**
   * Makes one.
   *
   * @param own null for one that cannot be answered
   */
  static UnixDatagramPeer bound(SocketAddress server, @Nullable SocketAddress own)
      throws IOException {
    Socket socket = Socket.open(StandardProtocolFamily.UNIX, SocketType.DATAGRAM);
    if (own != null) {
      socket.bind(own);
    }
    socket.timeout(Duration.ofSeconds(15));
    return new UnixDatagramPeer(socket, server);
  }

  @Override
  public void send(String text) throws IOException {
    socket.sendTo(ByteBuffer.wrap(text.getBytes(UTF_8)), server);
  }

  @Override
  public String receive() throws IOException {
    var buffer = ByteBuffer.allocate(65_536);
    socket.receiveMessage(List.of(buffer), 0);
    return UTF_8.decode(buffer.flip()).toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
