package io.jackfield.socket;

import static io.jackfield.socket.Capability.CAP_NET_ADMIN;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.BufferLock;
import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.SocketMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The rows of those {@link SocketOptions} that are about data: how it waits, how it is told of. */
final class SocketDataRows {
  private static final int SO_MARK = 36;
  private static final int SO_PRIORITY = 12;

  private SocketDataRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        row(SocketOptions.OUT_OF_BAND_INLINE, "keeps the order", SocketDataRows::urgentDataInline),
        row(SocketOptions.LINGER, "of no time resets", SocketDataRows::lingerOfNoTimeResets),
        row(SocketOptions.REPORT_OVERFLOW, "counts what was dropped", SocketDataRows::countsDrops),
        row(SocketOptions.PEEK_OFFSET, "moves on with each peek", SocketDataRows::peekMovesOn),
        row(SocketOptions.MEMORY, "tells what waits", SocketDataRows::tellsItsMemory),
        row(SocketOptions.BUFFER_LOCK, "is taken by a set size", SocketDataRows::sizesLock),
        row(SocketOptions.SEND_BUFFER, "is doubled", () -> doubled(SocketOptions.SEND_BUFFER)),
        row(
            SocketOptions.RECEIVE_BUFFER,
            "is doubled",
            () -> doubled(SocketOptions.RECEIVE_BUFFER)),
        row(
            SocketOptions.SEND_BUFFER_FORCED,
            "passes the system's limit",
            () -> forced(SocketOptions.SEND_BUFFER_FORCED, SocketOptions.SEND_BUFFER)),
        row(
            SocketOptions.RECEIVE_BUFFER_FORCED,
            "passes the system's limit",
            () -> forced(SocketOptions.RECEIVE_BUFFER_FORCED, SocketOptions.RECEIVE_BUFFER)),
        row(SocketOptions.REPORT_MARK, "tells the packet's mark", SocketDataRows::reportsMark),
        row(SocketOptions.REPORT_PRIORITY, "tells the priority", SocketDataRows::reportsPriority),
        row(SocketOptions.SEND_LOW_WATER, "is 1", SocketDataRows::sendLowWaterIsOne));
  }

  private static void doubled(KernelOption<Integer> option) throws IOException {
    try (Socket socket = On.TCP4.open()) {
      assertThat(socket.setOption(option, 40_000).getOption(option)).isEqualTo(80_000);
    }
  }

  private static void forced(KernelOption<Integer> option, KernelOption<Integer> read)
      throws IOException {
    CAP_NET_ADMIN.assume();
    int large = 512 << 20;
    try (Socket socket = On.TCP4.open()) {
      assertThat(socket.setOption(read, large).getOption(read)).isLessThan(large);
      assertThat(socket.setOption(option, large).getOption(read)).isEqualTo(2 * large);
      assertThatThrownBy(() -> socket.getOption(option))
          .isInstanceOf(OptionAccessException.class)
          .hasMessage(option + " can only be set");
    }
  }

  private static void urgentDataInline() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      readsAsSet(pair.server(), SocketOptions.OUT_OF_BAND_INLINE, false, true);
      pair.client().sendAll(Pairs.bytes("a"));
      pair.client().send(Pairs.bytes("b"), MessageFlag.OUT_OF_BAND);
      pair.client().sendAll(Pairs.bytes("c"));
      ByteBuffer into = ByteBuffer.allocate(3);
      pair.server().receive(into, MessageFlag.WAIT_ALL);
      assertThat(Pairs.text(into)).isEqualTo("abc");
    }
  }

  private static void lingerOfNoTimeResets() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      readsAsSet(pair.client(), SocketOptions.LINGER, Linger.of(Duration.ofSeconds(3)));
      readsAsSet(pair.client(), SocketOptions.LINGER, Linger.off(), Linger.reset());
      pair.client().close();
      assertThatThrownBy(() -> pair.server().receive(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectionResetException.class);
    }
  }

  private static void sendLowWaterIsOne() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      assertThat(socket.getOption(SocketOptions.SEND_LOW_WATER)).isEqualTo(1);
    }
  }

  private static void countsDrops() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), SocketOptions.REPORT_OVERFLOW, false, true);
      pair.receiver().setOption(SocketOptions.RECEIVE_BUFFER, 1);
      String kilobyte = "x".repeat(1_024);
      for (int i = 0; i < 100; i++) {
        pair.send(kilobyte);
      }
      while (!pair.isEmpty()) {
        pair.receive();
      }
      assertThat(pair.control(ControlMessage.Lost.class).lost()).isBetween(50, 100);
    }
  }

  private static void peekMovesOn() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      readsAsSet(pair.server(), SocketOptions.PEEK_OFFSET, -1, 0);
      pair.client().sendAll(Pairs.bytes("abcd"));
      for (String two : List.of("ab", "cd")) {
        ByteBuffer into = ByteBuffer.allocate(2);
        assertThat(pair.server().receive(into, MessageFlag.PEEK)).isEqualTo(2);
        assertThat(new String(into.array(), StandardCharsets.US_ASCII)).isEqualTo(two);
      }
      assertThat(pair.server().getOption(SocketOptions.PEEK_OFFSET)).isEqualTo(4);
    }
  }

  private static void tellsItsMemory() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.send("x".repeat(1_000));
      SocketMemory memory = pair.receiver().getOption(SocketOptions.MEMORY);
      assertThat(memory.receiveQueued()).isGreaterThan(1_000);
      assertThat(memory.receiveLimit())
          .isEqualTo(pair.receiver().getOption(SocketOptions.RECEIVE_BUFFER));
      assertThat(memory.sendLimit())
          .isEqualTo(pair.receiver().getOption(SocketOptions.SEND_BUFFER));
      assertThat(memory.drops()).isZero();
    }
  }

  private static void sizesLock() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      assertThat(socket.getOption(SocketOptions.BUFFER_LOCK))
          .isEqualTo(new BufferLock(false, false));
      socket.setOption(SocketOptions.SEND_BUFFER, 40_000);
      assertThat(socket.getOption(SocketOptions.BUFFER_LOCK))
          .isEqualTo(new BufferLock(true, false));
      readsAsSet(socket, SocketOptions.BUFFER_LOCK, new BufferLock(false, true));
    }
  }

  private static void reportsMark() throws IOException {
    CAP_NET_ADMIN.assume();
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(pair.receiver(), SocketOptions.REPORT_MARK, false, true);
      pair.sender().setOption(SocketOptions.MARK, 7);
      assertThat(Datagrams.other(pair.control(), 1, SO_MARK)).isEqualTo(7);
    }
  }

  private static void reportsPriority() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      try {
        readsAsSet(pair.receiver(), SocketOptions.REPORT_PRIORITY, false, true);
      } catch (KernelException e) {
        OptionRow.refused(e, SocketOptions.REPORT_PRIORITY, "ENOPROTOOPT", "before Linux 6.14");
      }
      pair.sender().setOption(SocketOptions.PRIORITY, 5);
      assertThat(Datagrams.other(pair.control(), 1, SO_PRIORITY)).isEqualTo(5);
    }
  }
}
