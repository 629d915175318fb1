package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jackfield.socket.Pairs.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class StreamTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void bytesGoBothWaysFromHeapAndDirectBuffers(Kind kind) throws IOException {
    try (Pairs pair = Pairs.over(kind, folder)) {
      pair.client().sendAll(Pairs.bytes("to the server"));
      ByteBuffer direct = ByteBuffer.allocateDirect(64);
      assertThat(pair.server().receive(direct)).isEqualTo(13);
      assertThat(Pairs.text(direct)).isEqualTo("to the server");
      pair.server().sendAll(direct.flip().limit(2));
      ByteBuffer heap = ByteBuffer.allocate(64).position(10);
      assertThat(pair.client().receive(heap)).isEqualTo(2);
      assertThat(heap.position()).isEqualTo(12);
      assertThat(new String(heap.array(), 10, 2, StandardCharsets.UTF_8)).isEqualTo("to");
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAConnectionEndsAndTheOtherGoesOn(Kind kind) throws IOException {
    try (Pairs pair = Pairs.over(kind, folder)) {
      pair.client().sendAll(Pairs.bytes("last words"));
      pair.client().shutdown(ShutdownHow.WRITE);
      ByteBuffer into = ByteBuffer.allocate(64);
      assertThat(pair.server().receive(into)).isEqualTo(10);
      assertThat(pair.server().receive(into)).isEqualTo(-1);
      pair.server().sendAll(Pairs.bytes("still heard"));
      assertThat(pair.client().receive(into.clear())).isEqualTo(11);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aReceiveIntoAFullBufferTakesNothing(Kind kind) throws IOException {
    try (Pairs pair = Pairs.over(kind, folder)) {
      pair.client().sendAll(Pairs.bytes("x"));
      assertThat(pair.server().receive(ByteBuffer.allocate(0))).isZero();
      assertThat(pair.server().receive(ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sendAllWaitsUntilASlowReaderHasTakenAll(Threads threads) throws Exception {
    int total = 8 << 20;
    try (Pairs pair = Pairs.tcp()) {
      var sending =
          threads.run(() -> {
            ByteBuffer all = ByteBuffer.allocate(total);
            for (int i = 0; i < total; i++) {
              all.put(i, (byte) (i * 31));
            }
            pair.client().sendAll(all);
            return all.remaining();
          });
      sending.awaitWaiting(pair.client());
      ByteBuffer received = ByteBuffer.allocate(total);
      while (received.hasRemaining()) {
        pair.server().receive(received);
      }
      assertThat(sending.result().get(10, TimeUnit.SECONDS)).isZero();
      for (int i = 0; i < total; i += 4_099) {
        assertThat(received.get(i)).isEqualTo((byte) (i * 31));
      }
    }
  }

  @Test
  void aSendInZeroTimeTakesWhatFitsAndThenNothing() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().timeout(Duration.ZERO);
      ByteBuffer much = ByteBuffer.allocateDirect(64 << 20);
      int taken = pair.client().send(much);
      assertThat(taken).isBetween(1, (64 << 20) - 1).isEqualTo(much.position());
      while (pair.client().send(much) > 0) {
        // Until the kernel's buffers are full.
      }
      assertThat(much.hasRemaining()).isTrue();
    }
  }

  @Test
  void anIpv6ListenerTakesIpv4TooUnlessToldOtherwise() throws IOException {
    try (Socket both = Pairs.listener(new InetSocketAddress(InetAddress.ofLiteral("::"), 0))) {
      int port = ((InetSocketAddress) requireNonNull(both.localAddress())).getPort();
      var v4 = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      try (Socket client = Socket.openFor(v4, SocketType.STREAM)) {
        assertThat(client.connect(v4)).isTrue();
        try (Socket accepted = requireNonNull(both.accept())) {
          assertThat(accepted.remoteAddress()).isEqualTo(client.localAddress());
        }
      }
    }
    try (Socket only =
        Socket.open(StandardProtocolFamily.INET6, SocketType.STREAM)
            .setOption(Ipv6Options.V6_ONLY, true)
            .bind(new InetSocketAddress(InetAddress.ofLiteral("::"), 0))
            .listen()) {
      assertThat(only.getOption(Ipv6Options.V6_ONLY)).isTrue();
      int port = ((InetSocketAddress) requireNonNull(only.localAddress())).getPort();
      try (Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
        assertThat(refuses(client, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)))
            .isTrue();
      }
    }
  }

  private static boolean refuses(Socket client, InetSocketAddress at) throws IOException {
    try {
      client.connect(at);
      return false;
    } catch (ConnectionRefusedException e) {
      return true;
    }
  }

  @Test
  void theStreamsReadAndWriteLikeAnyOther() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().out().write("héllo\n".getBytes(StandardCharsets.UTF_8));
      pair.client().out().write('!');
      pair.client().shutdown(ShutdownHow.WRITE);
      InputStream in = pair.server().in();
      assertThat(in.read()).isEqualTo('h');
      assertThat(in.readAllBytes()).hasSize(7).endsWith('!');
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void textIsReadAndWrittenByLine() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      var writer = pair.client().writer(StandardCharsets.UTF_8);
      writer.write("grün\n第二\n");
      writer.flush();
      var reader = pair.server().reader(StandardCharsets.UTF_8);
      assertThat(reader.readLine()).isEqualTo("grün");
      assertThat(reader.readLine()).isEqualTo("第二");
    }
  }

  @Test
  void aPeerThatResetsIsToldApartFromOneThatEnds() throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("unread"));
      pair.server().sendAll(Pairs.bytes("unread too"));
      while (pair.client().available() == 0 || pair.server().available() == 0) {
        Thread.onSpinWait();
      }
      pair.client().close(); // With unread data: a reset, not an end (RFC 1122, 4.2.2.13).
      ByteBuffer into = ByteBuffer.allocate(64);
      assertThat(
              catchThrowable(() -> {
                while (pair.server().receive(into.clear()) >= 0) {
                  // First what came before the reset.
                }
              }))
          .isInstanceOf(ConnectionResetException.class)
          .hasMessageContaining("ECONNRESET");
    }
  }
}
