package io.jackfield.socket;

import static io.jackfield.socket.Capability.CAP_NET_ADMIN;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.RepairOptions;
import io.jackfield.socket.option.RepairOptions.Agreed;
import io.jackfield.socket.option.RepairWindow;
import io.jackfield.socket.option.TcpInfo;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of {@link TcpRepairOptions}: all of them at once, as a connection is taken from one
 * socket, put into another, and goes on.
 */
final class TcpRepairRows {
  private static final int RECEIVED = 1;
  private static final int TO_SEND = 2;

  private TcpRepairRows() {}

  static Stream<OptionRow> all() {
    return TcpRepairOptions.ALL.stream()
        .map(option -> row(option, "moves a connection", TcpRepairRows::connectionMoves));
  }

  private static void connectionMoves() throws IOException {
    CAP_NET_ADMIN.assume();
    try (Pairs pair = Pairs.tcp()) {
      Socket peer = pair.server();
      pair.client().sendAll(Pairs.bytes("before"));
      receive(peer, "before");
      SocketAddress local = requireNonNull(pair.client().localAddress());
      Taken taken = take(pair.client());
      pair.client().close();
      try (Socket heir = On.TCP4.open()) {
        heir.setOption(TcpRepairOptions.REPAIR, 1).bind(local);
        put(heir, taken, requireNonNull(pair.listener().localAddress()));
        readsAsSet(heir, TcpRepairOptions.REPAIR, 0);
        heir.sendAll(Pairs.bytes("after"));
        receive(peer, "after");
        peer.sendAll(Pairs.bytes("seen"));
        receive(heir, "seen");
      }
    }
  }

  /** What makes up a connection. */
  private record Taken(
      int received, int toSend, RepairWindow window, int timestamp, TcpInfo info) {}

  private static Taken take(Socket socket) throws IOException {
    readsAsSet(socket, TcpRepairOptions.REPAIR, 1);
    readsAsSet(socket, TcpRepairOptions.QUEUE, TO_SEND);
    int toSend = socket.getOption(TcpRepairOptions.SEQUENCE);
    readsAsSet(socket, TcpRepairOptions.QUEUE, RECEIVED);
    int received = socket.getOption(TcpRepairOptions.SEQUENCE);
    return new Taken(
        received,
        toSend,
        socket.getOption(TcpRepairOptions.WINDOW),
        socket.getOption(TcpRepairOptions.TIMESTAMP),
        socket.getOption(TcpOptions.INFO));
  }

  private static void put(Socket heir, Taken taken, SocketAddress peer) throws IOException {
    heir.setOption(TcpRepairOptions.QUEUE, TO_SEND);
    readsAsSet(heir, TcpRepairOptions.SEQUENCE, taken.toSend());
    heir.setOption(TcpRepairOptions.QUEUE, RECEIVED);
    readsAsSet(heir, TcpRepairOptions.SEQUENCE, taken.received());
    heir.connect(peer);
    TcpInfo.Agreed agreed = taken.info().agreed();
    heir.setOption(
        TcpRepairOptions.AGREED,
        new RepairOptions(
            List.of(
                new Agreed(2, (int) taken.info().path().advertisedSegment()),
                new Agreed(3, agreed.sendScale() | agreed.receiveScale() << 16),
                new Agreed(4, 0),
                new Agreed(8, 0))));
    assertThat(heir.getOption(TcpOptions.INFO).agreed())
        .usingRecursiveComparison()
        .ignoringFields("congestionMarksSeen", "congestionNotification")
        .isEqualTo(agreed);
    heir.setOption(TcpRepairOptions.TIMESTAMP, taken.timestamp());
    heir.setOption(TcpRepairOptions.QUEUE, 0);
    readsAsSet(heir, TcpRepairOptions.WINDOW, taken.window());
  }

  private static void receive(Socket from, String expected) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(expected.length());
    from.receive(into, MessageFlag.WAIT_ALL);
    assertThat(Pairs.text(into)).isEqualTo(expected);
  }
}
