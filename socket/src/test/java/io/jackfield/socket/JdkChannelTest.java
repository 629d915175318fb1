package io.jackfield.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.KernelFamily;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NetworkChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket where existing code expects a channel of the JDK's. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class JdkChannelTest {
  @Test
  void filesAreTransferredToItAndFromIt(@TempDir Path folder) throws IOException {
    Path from = Files.writeString(folder.resolve("from"), "the file's content");
    Path to = folder.resolve("to");
    try (Pairs pair = Pairs.tcp();
        FileChannel source = FileChannel.open(from);
        FileChannel target =
            FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      assertThat(source.transferTo(0, 18, pair.client())).isEqualTo(18);
      pair.client().shutdown(ShutdownHow.WRITE);
      assertThat(target.transferFrom(pair.server(), 0, 1_000)).isEqualTo(18);
      assertThat(to).hasContent("the file's content");
    }
  }

  @Test
  void channelsMakesStreamsReadersAndWritersOfIt() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      Channels.newOutputStream(pair.client()).write("bytes\n".getBytes(UTF_8));
      try (var writer = Channels.newWriter(pair.client(), UTF_8)) {
        writer.write("grün\n");
      }
      var reader = new BufferedReader(Channels.newReader(pair.server(), UTF_8));
      assertThat(reader.lines()).containsExactly("bytes", "grün");
      assertThat(pair.client().isOpen()).isFalse();
    }
  }

  /** As {@link NetworkChannel#getLocalAddress} promises. */
  @ParameterizedTest
  @EnumSource
  void aSocketThatIsNotBoundHasNoLocalAddress(StandardProtocolFamily family) throws IOException {
    for (SocketType type : List.of(SocketType.STREAM, SocketType.DATAGRAM)) {
      try (Socket socket = Socket.open(family, type)) {
        assertThat(socket.getLocalAddress()).isNull();
        assertThat(socket.bind(null).getLocalAddress()).isNotNull();
      }
    }
  }

  @Test
  void aBindToNoAddressTakesAnyOfItsFamily() throws IOException {
    assertThat(boundToNone(StandardProtocolFamily.INET, SocketType.STREAM))
        .isInstanceOfSatisfying(
            InetSocketAddress.class, any -> assertThat(any.getPort()).isPositive());
    assertThat(boundToNone(StandardProtocolFamily.INET6, SocketType.DATAGRAM))
        .isInstanceOfSatisfying(
            InetSocketAddress.class, any -> assertThat(any.getPort()).isPositive());
    assertThat(boundToNone(StandardProtocolFamily.UNIX, SocketType.STREAM))
        .isInstanceOf(AbstractUnixAddress.class);
    assertThat(boundToNone(KernelFamily.NETLINK, SocketType.RAW)).isNotNull();
  }

  private static SocketAddress boundToNone(ProtocolFamily family, SocketType type)
      throws IOException {
    try (Socket socket = Socket.open(family, type).bind(null)) {
      return requireNonNull(socket.localAddress());
    }
  }

  /** As {@link NetworkChannel#bind} promises. */
  @ParameterizedTest
  @EnumSource
  void aBoundSocketIsNotBoundAgain(Pairs.Kind kind, @TempDir Path folder) throws IOException {
    SocketAddress at = kind.any(folder);
    try (Socket socket = Socket.openFor(at, SocketType.STREAM).bind(at)) {
      SocketAddress bound = requireNonNull(socket.localAddress());
      for (SocketAddress again : List.of(bound, kind.any(folder))) {
        assertThatThrownBy(() -> socket.bind(again)).isInstanceOf(AlreadyBoundException.class);
      }
      assertThat(socket.localAddress()).isEqualTo(bound);
    }
  }

  @Test
  void itsOptionsAreListedAlsoAfterACloseButNotSet() throws IOException {
    Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    NetworkChannel channel = socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    assertThat(channel.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
    channel.close();
    assertThat(channel.supportedOptions()).contains(StandardSocketOptions.TCP_NODELAY);
    assertThatThrownBy(() -> channel.setOption(StandardSocketOptions.TCP_NODELAY, true))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> channel.getOption(StandardSocketOptions.TCP_NODELAY))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void partsOfArraysOfBuffersAreWrittenAndRead() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      ByteBuffer[] from = {Pairs.bytes("no"), Pairs.bytes("one"), Pairs.bytes("two")};
      assertThat(pair.client().write(from, 1, 2)).isEqualTo(6);
      ByteBuffer[] into = {ByteBuffer.allocate(2), ByteBuffer.allocate(9), ByteBuffer.allocate(2)};
      assertThat(pair.server().read(into, 1, 1)).isEqualTo(6);
      assertThat(Pairs.text(into[1])).isEqualTo("onetwo");
      assertThat(from[0].remaining() + into[0].remaining() + into[2].remaining()).isEqualTo(6);
      assertThatThrownBy(() -> pair.client().write(from, 2, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> pair.server().read(into, -1, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(
              () -> pair.server().read(new ByteBuffer[] {Pairs.bytes("x").asReadOnlyBuffer()}))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
