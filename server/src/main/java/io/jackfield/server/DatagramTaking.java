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

  private DatagramTaking(ServerConfig<DatagramRequest> config, BoundSocket bound) {
    super(config, bound, Workers.of(config.engine(), config.name()));
    this.socket = bound.socket();
    this.buffer = ByteBuffer.allocateDirect(config.datagramBytes());
  }

  static DatagramTaking open(ServerConfig<DatagramRequest> config) throws IOException {
    return new DatagramTaking(config, bind(config));
  }

  static BoundSocket bind(ServerConfig<DatagramRequest> config) throws IOException {
    return BoundSocket.open(
        config, SocketType.DATAGRAM, _ -> {}, DatagramTaking::askWhereItWasSent);
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
      if (isRetired() || (isStopping() && takenAfterStop++ == TAKEN_AFTER_STOP)) {
        return null;
      }
      ReceivedMessage received =
          socket.receiveMessage(
              List.of(buffer.clear()),
              DatagramRequest.PACKET_INFO_BYTES,
              () -> isStopping() || isRetired());
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

  /** The socket stays open: by it answers still go out. */
  @Override
  void leaveToOthers() {
    socket.wakeReceivers();
  }

  /**
   * What has arrived is still taken. Not by shutdown(2), which is for all who have the socket:
   * other worker processes, and the service manager that has lent it, too.
   */
  @Override
  void stopTaking() {
    socket.wakeReceivers();
  }
}
