package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket that gives its descriptor up, and one that has another. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TakenDescriptorTest {
  /** Also where the poller of parked threads knows the number by then. */
  @ParameterizedTest
  @EnumSource
  void theConnectionGoesOnWithAnother(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var waiting = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8)));
      waiting.awaitWaiting(pair.server());
      pair.client().sendAll(Pairs.bytes("one"));
      assertThat(waiting.result().get()).isEqualTo(3);
      int number = pair.server().takeDescriptor();
      assertThat(pair.server().isOpen()).isFalse();
      assertThatThrownBy(() -> pair.server().receive(ByteBuffer.allocate(8)))
          .isInstanceOf(ClosedChannelException.class);
      try (Socket next = Socket.fromDescriptor(number)) {
        pair.server().close(); // Closes nothing that is another's by now.
        var going = threads.run(() -> next.receive(ByteBuffer.allocate(8)));
        going.awaitWaiting(next);
        pair.client().sendAll(Pairs.bytes("after"));
        assertThat(going.result().get()).isEqualTo(5);
      }
    }
  }

  @Test
  void itIsGivenUpOnce() throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      int number = pair.server().takeDescriptor();
      assertThatThrownBy(pair.server()::takeDescriptor).isInstanceOf(ClosedChannelException.class);
      Socket.fromDescriptor(number).close();
      pair.client().close();
      assertThatThrownBy(pair.client()::takeDescriptor).isInstanceOf(ClosedChannelException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileSomebodyWaitsItStays(Threads threads) throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      var waiting = threads.run(() -> pair.server().receive(ByteBuffer.allocate(8)));
      waiting.awaitWaiting(pair.server());
      assertThatThrownBy(pair.server()::takeDescriptor).isInstanceOf(IllegalStateException.class);
      pair.client().sendAll(Pairs.bytes("one"));
      assertThat(waiting.result().get()).isEqualTo(3);
    }
  }

  @Test
  void aCopyIsClosedByItself() throws Exception {
    try (Pairs pair = Pairs.tcp()) {
      Socket copy = pair.server().duplicate();
      assertThat(copy.descriptor()).isNotEqualTo(pair.server().descriptor());
      assertThat(copy.remoteAddress()).isEqualTo(pair.server().remoteAddress());
      pair.server().close();
      copy.sendAll(Pairs.bytes("hello"));
      var buffer = ByteBuffer.allocate(8);
      assertThat(pair.client().receive(buffer)).isEqualTo(5);
      copy.close();
      assertThat(pair.client().receive(buffer)).isEqualTo(-1);
      assertThatThrownBy(copy::duplicate).isInstanceOf(ClosedChannelException.class);
    }
  }
}
