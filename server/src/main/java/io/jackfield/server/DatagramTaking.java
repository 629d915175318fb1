package io.jackfield.server;

import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Takes datagrams of UDP or the Unix domain. */
final class DatagramTaking extends Taking<DatagramRequest> {
  /**
   * How many datagrams are still taken after a shutdown: those that have arrived, which a common
   * receive buffer bounds by less, and not those of a peer that goes on and on.
   */
  static final int TAKEN_AFTER_STOP = 4_096;

  private final Socket socket;

  /** Owned by the serving thread. */
  private final ByteBuffer buffer;

  /** Owned by the serving thread. */
  private int takenAfterStop;

  /** Whether what was sent before the stop has had time to arrive. Owned by the serving thread. */
  private boolean waitedForLate;

  private DatagramTaking(
      ServerConfig<DatagramRequest> config,
      Socket socket,
      SocketAddress address,
      Runnable release) {
    super(config, address, Workers.of(config.engine(), config.name()), release);
    this.socket = socket;
    this.buffer = ByteBuffer.allocateDirect(config.datagramBytes());
  }

  static DatagramTaking open(ServerConfig<DatagramRequest> config) throws IOException {
    BoundSocket bound = bind(config);
    return new DatagramTaking(config, bound.socket(), bound.address(), bound::release);
  }

  static BoundSocket bind(ServerConfig<DatagramRequest> config) throws IOException {
    return BoundSocket.open(
        config, SocketType.DATAGRAM, _ -> {}, DatagramTaking::askWhereItWasSent);
  }

  /** From a socket that others may receive from as well. */
  static DatagramTaking adopted(ServerConfig<DatagramRequest> config, Socket socket) {
    return new DatagramTaking(
        config,
        socket,
        config.address(),
        () -> {
          try {
            socket.close();
          } catch (IOException e) {
            // Closed all the same.
          }
        });
  }

  /** At all addresses of a machine an answer is to come from the one that was asked. */
  private static void askWhereItWasSent(Socket socket) throws IOException {
    if (socket.localAddress() instanceof InetSocketAddress bound
        && bound.getAddress().isAnyLocalAddress()) {
      socket.setOption(DatagramRequest.packetInfoOption(bound.getAddress()), true);
    }
  }

  @Override
  @Nullable DatagramRequest take() throws IOException {
    for (; ; ) {
      if (isStopping() && takenAfterStop++ == TAKEN_AFTER_STOP) {
        return null;
      }
      ReceivedMessage received =
          socket.receiveMessage(
              List.of(buffer.clear()), DatagramRequest.PACKET_INFO_BYTES, this::isStopping);
      if (received == null) {
        if (waitedForLate) {
          return null;
        }
        waitedForLate = true;
        LockSupport.parkNanos(ON_ITS_WAY.toNanos());
        continue;
      }
      SocketAddress client = received.source();
      if (client != null || !(address() instanceof InetSocketAddress)) {
        byte[] data = new byte[buffer.flip().remaining()];
        buffer.get(data);
        return new DatagramRequest(
                this::answer,
                client == null ? StreamTaking.UNNAMED : client,
                address(),
                received.control(),
                data)
            .of(received.length(), config.datagramBytes());
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

  /** What has arrived is still taken; the socket may be shared, so that it is not shut down. */
  @Override
  void stopTaking() {
    socket.wakeReceivers();
  }
}
