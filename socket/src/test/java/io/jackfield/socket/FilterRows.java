package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.linux.LoadedFilter;
import io.jackfield.socket.option.SocketFilter;
import io.jackfield.socket.option.SocketFilter.Instruction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** The rows of {@link FilterOptions}. */
final class FilterRows {
  private static final int UDP_HEADER_BYTES = 8;
  private static final int KEPT = UDP_HEADER_BYTES + 3;
  private static final SocketFilter THREE_BYTES = SocketFilter.of(Instruction.keep(KEPT));

  private FilterRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        row(FilterOptions.ATTACH, "keeps what it says", FilterRows::keepsThreeBytes),
        row(FilterOptions.DETACH, "lets all through again", FilterRows::keepsThreeBytes),
        row(FilterOptions.LOCK, "is for good", FilterRows::lockIsForGood),
        row(FilterOptions.EXTENSIONS, "are some", FilterRows::hasExtensions),
        row(FilterOptions.ATTACH_LOADED, "keeps what it says", FilterRows::loadedKeeps),
        row(FilterOptions.DETACH_LOADED, "lets all through again", FilterRows::loadedKeeps),
        row(FilterOptions.ATTACH_CHOICE, "chooses the receiver", FilterRows::choosesASocket),
        row(FilterOptions.DETACH_CHOICE, "needs one to take away", FilterRows::choosesASocket),
        row(FilterOptions.ATTACH_LOADED_CHOICE, "chooses the receiver", FilterRows::loadedChooses));
  }

  private static void keepsThreeBytes() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.receiver().setOption(FilterOptions.ATTACH, THREE_BYTES);
      pair.send("abcdef");
      assertThat(pair.receive()).isEqualTo("abc");
      pair.receiver().setOption(FilterOptions.ATTACH, SocketFilter.of(Instruction.keep(0)));
      pair.send("nothing");
      assertThat(pair.isEmpty()).isTrue();
      pair.receiver().setOption(FilterOptions.DETACH, true);
      pair.send("abcdef");
      assertThat(pair.receive()).isEqualTo("abcdef");
      assertThatThrownBy(() -> pair.receiver().setOption(FilterOptions.DETACH, true))
          .hasMessageContaining("SO_DETACH_FILTER")
          .hasMessageContaining("ENOENT");
    }
  }

  private static void lockIsForGood() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      Socket socket = pair.receiver().setOption(FilterOptions.ATTACH, THREE_BYTES);
      assertThat(socket.getOption(FilterOptions.LOCK)).isFalse();
      assertThat(socket.setOption(FilterOptions.LOCK, true).getOption(FilterOptions.LOCK)).isTrue();
      assertThatThrownBy(() -> socket.setOption(FilterOptions.DETACH, true))
          .isInstanceOf(PermissionDeniedException.class);
      assertThatThrownBy(() -> socket.setOption(FilterOptions.LOCK, false))
          .isInstanceOf(PermissionDeniedException.class);
    }
  }

  private static void hasExtensions() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      assertThat(pair.receiver().getOption(FilterOptions.EXTENSIONS)).isPositive();
    }
  }

  private static void loadedKeeps() throws IOException {
    try (LoadedFilter three = LoadedFilter.returning(KEPT);
        Datagrams pair = Datagrams.inet()) {
      pair.receiver().setOption(FilterOptions.ATTACH_LOADED, three.descriptor());
      pair.send("abcdef");
      assertThat(pair.receive()).isEqualTo("abc");
      pair.receiver().setOption(FilterOptions.DETACH_LOADED, true);
      pair.send("abcdef");
      assertThat(pair.receive()).isEqualTo("abcdef");
    }
  }

  private interface Choice {
    void of(Socket first, int index) throws IOException;
  }

  private static void choosesASocket() throws IOException {
    chooses((first, index) ->
        first.setOption(FilterOptions.ATTACH_CHOICE, SocketFilter.of(Instruction.keep(index))));
  }

  private static void loadedChooses() throws IOException {
    chooses((first, index) -> {
      try (LoadedFilter number = LoadedFilter.returning(index)) {
        first.setOption(FilterOptions.ATTACH_LOADED_CHOICE, number.descriptor());
      }
    });
  }

  private static void chooses(Choice choice) throws IOException {
    try (Datagrams pair = Datagrams.inet();
        Socket first = OptionRow.On.UDP4.open();
        Socket second = OptionRow.On.UDP4.open()) {
      first
          .setOption(SocketOptions.REUSE_PORT, true)
          .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
      second.setOption(SocketOptions.REUSE_PORT, true).bind(first.localAddress());
      for (int index : new int[] {1, 0, 1}) {
        choice.of(first, index);
        for (int i = 0; i < 8; i++) {
          pair.sender().sendTo(Pairs.bytes("x"), first.localAddress());
          Socket chosen = index == 0 ? first : second;
          assertThat(chosen.receive(ByteBuffer.allocate(1), MessageFlag.DONT_WAIT)).isEqualTo(1);
        }
      }
      first.setOption(FilterOptions.DETACH_CHOICE, true);
      assertThatThrownBy(() -> first.setOption(FilterOptions.DETACH_CHOICE, true))
          .hasMessageContaining("ENOENT");
    }
  }
}
