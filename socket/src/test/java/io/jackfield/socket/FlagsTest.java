package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlagsTest {
  @Test
  void aPeekLeavesWhatItSaw() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("abc"));
      ByteBuffer into = ByteBuffer.allocate(8);
      assertThat(pair.server().receive(into, MessageFlag.PEEK)).isEqualTo(3);
      assertThat(into.position()).isZero();
      assertThat(into.get(0)).isEqualTo((byte) 'a');
      assertThat(pair.server().receive(into)).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void waitAllWaitsUntilTheBufferIsFull(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var receiving =
          threads.run(() -> pair.server().receive(ByteBuffer.allocate(6), MessageFlag.WAIT_ALL));
      pair.client().sendAll(Pairs.bytes("abc"));
      receiving.awaitWaiting(pair.server());
      pair.client().sendAll(Pairs.bytes("defg"));
      assertThat(receiving.result().get(10, TimeUnit.SECONDS)).isEqualTo(6);
      assertThat(pair.server().receive(ByteBuffer.allocate(6))).isEqualTo(1);
    }
  }

  @Test
  void waitAllGivesWhatThereIsAtTheEndAndWhenTheTimeIsUp() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("abc"));
      pair.server().timeout(Duration.ofMillis(50));
      ByteBuffer six = ByteBuffer.allocate(6);
      assertThat(pair.server().receive(six, MessageFlag.WAIT_ALL)).isEqualTo(3);
      pair.client().sendAll(Pairs.bytes("d"));
      pair.client().shutdown(ShutdownHow.WRITE);
      assertThat(pair.server().receive(six, MessageFlag.WAIT_ALL)).isEqualTo(1);
      assertThat(pair.server().receive(six, MessageFlag.WAIT_ALL)).isEqualTo(-1);
    }
  }

  @Test
  void dontWaitDoesNotWaitThoughTheSocketWould() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      assertThat(pair.server().receive(ByteBuffer.allocate(8), MessageFlag.DONT_WAIT)).isZero();
      assertThat(
              pair.server()
                  .receiveMessage(List.of(ByteBuffer.allocate(8)), 0, MessageFlag.DONT_WAIT))
          .isNull();
    }
  }

  @Test
  void theUrgentByteIsReceivedOutOfBand() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      pair.client().sendAll(Pairs.bytes("ab"));
      assertThat(pair.client().send(Pairs.bytes("!"), MessageFlag.OUT_OF_BAND)).isEqualTo(1);
      pair.client().sendAll(Pairs.bytes("cd"));
      ByteBuffer into = ByteBuffer.allocate(8);
      while (pair.server().available() < 2) {
        Thread.onSpinWait();
      }
      assertThat(pair.server().receive(into, MessageFlag.OUT_OF_BAND)).isEqualTo(1);
      assertThat(Pairs.text(into)).isEqualTo("!");
      assertThat(pair.server().receive(into.clear())).isEqualTo(2); // Stops before the mark.
      assertThat(pair.server().receive(into)).isEqualTo(2);
      assertThat(Pairs.text(into)).isEqualTo("abcd");
      assertThatThrownBy(() -> pair.server().receive(into.clear(), MessageFlag.OUT_OF_BAND))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("EINVAL");
    }
  }

  @Test
  void moreHoldsADatagramBackUntilItIsComplete() throws IOException {
    var any = Pairs.Kind.IPV4.any(Path.of(""));
    try (Socket receiver = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM).bind(any);
        Socket sender = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      sender.connect(requireNonNull(receiver.localAddress()));
      sender.send(Pairs.bytes("one "), MessageFlag.MORE);
      sender.send(Pairs.bytes("two"));
      ByteBuffer into = ByteBuffer.allocate(16);
      assertThat(receiver.receive(into)).isEqualTo(7);
    }
  }
}
