package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sockets on their way to another owner, and how one stops taking from a socket that others have.
 */
@Timeout(30)
final class PassedDescriptorTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @Test
  void aDuplicateIsTheSameSocketAfterTheFirstIsClosed() throws IOException {
    Socket listener = Socket.openFor(ANY_PORT, SocketType.STREAM).bind(ANY_PORT).listen();
    SocketAddress address = requireNonNull(listener.localAddress());
    PassedDescriptor duplicate = PassedDescriptor.duplicateOf(listener);
    try (Socket early = Socket.openFor(ANY_PORT, SocketType.STREAM)) {
      early.connect(address); // Waits in the queue of both.
      listener.close();
      assertThat(duplicate.localAddress()).isEqualTo(address);
      assertThat(duplicate.type()).isEqualTo(SocketType.STREAM);
      assertThat(duplicate.isListening()).isTrue();
      PassedDescriptor another = duplicate.duplicate();
      duplicate.close();
      try (Socket heir = another.takeSocket();
          Socket accepted = requireNonNull(heir.accept())) {
        assertThat(accepted.remoteAddress()).isEqualTo(early.localAddress());
      }
    }
    assertThatThrownBy(() -> PassedDescriptor.duplicateOf(listener))
        .isInstanceOf(ClosedChannelException.class);
  }

  @Test
  void whatIsNoSocketSaysSo() {
    PassedDescriptor none = PassedDescriptor.of(1 << 20);
    assertThat(none.localAddress()).isNull();
    assertThatThrownBy(none::type).isInstanceOf(IOException.class);
    assertThatThrownBy(none::isListening).isInstanceOf(IOException.class);
    assertThatThrownBy(none::duplicate).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsForAMessageCanBeToldToStopWithoutAShutdown(Threads threads) throws Exception {
    try (Socket socket = Socket.openFor(ANY_PORT, SocketType.DATAGRAM).bind(ANY_PORT);
        Socket sender = Socket.openFor(ANY_PORT, SocketType.DATAGRAM)) {
      var stop = new AtomicBoolean();
      var waiting =
          threads.run(
              () -> socket.receiveMessage(List.of(ByteBuffer.allocate(10)), 0, stop::get) == null);
      waiting.awaitWaiting(socket);
      stop.set(true);
      socket.wakeReceivers();
      assertThat(waiting.result().get(10, TimeUnit.SECONDS)).isTrue();
      // What has arrived is received all the same, and the socket is as it was.
      sender.sendTo(ByteBuffer.wrap(new byte[3]), socket.localAddress());
      ReceivedMessage received =
          requireNonNull(socket.receiveMessage(List.of(ByteBuffer.allocate(10)), 0, () -> false));
      assertThat(received.length()).isEqualTo(3);
    }
  }
}
