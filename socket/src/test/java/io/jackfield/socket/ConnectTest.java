package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a connect that came to nothing leaves behind: nothing. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ConnectTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @Test
  void anAddressThatCannotBeAskedForDoesNotStandInTheWayOfTheNext(@TempDir Path folder)
      throws IOException {
    try (Socket listener = Pairs.listener(ANY_PORT);
        Socket client = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      assertThatThrownBy(() -> client.connect(Pairs.Kind.UNIX.any(folder)))
          .isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> client.connect(InetSocketAddress.createUnresolved("host", 80)))
          .isInstanceOf(UnresolvedAddressException.class);
      assertThat(client.connect(requireNonNull(listener.localAddress()))).isTrue();
    }
    SocketAddress at = Pairs.Kind.UNIX.any(folder);
    var tooLong = UnixDomainSocketAddress.of(folder.resolve("x".repeat(108)));
    try (Socket listener = Pairs.listener(at);
        Socket client = Socket.openFor(at, SocketType.STREAM)) {
      assertThatThrownBy(() -> client.connect(tooLong)).isInstanceOf(SocketException.class);
      assertThat(client.connect(at)).isTrue();
      assertThat(client.remoteAddress()).isEqualTo(listener.localAddress());
    }
  }

  /** Of a full Unix queue the kernel keeps no one: who was sent away may go elsewhere. */
  @Test
  void whoWasSentAwayByAFullUnixQueueMayConnectElsewhere(@TempDir Path folder) throws IOException {
    SocketAddress full = Pairs.Kind.UNIX.any(folder);
    SocketAddress free = Pairs.Kind.UNIX.any(folder);
    try (Socket fullListener = Socket.openFor(full, SocketType.STREAM).bind(full).listen(0);
        Socket freeListener = Pairs.listener(free);
        Socket first = Socket.openFor(full, SocketType.STREAM);
        Socket client = Socket.openFor(full, SocketType.STREAM).timeout(Duration.ZERO)) {
      assertThat(first.connect(full)).isTrue();
      assertThat(client.connect(full)).isFalse();
      assertThat(client.connect(free)).isTrue();
      requireNonNull(freeListener.accept()).close();
      assertThat(requireNonNull(fullListener.accept()).remoteAddress()).isNotNull();
    }
  }

  @Test
  void aConnectionUnderWayIsNotGivenUpForAnother() throws Exception {
    try (WaitingCall.Stuck stuck = WaitingCall.CONNECT.open()) {
      Socket client = stuck.socket().timeout(Duration.ZERO);
      assertThat(stuck.call().call()).isEqualTo(false);
      assertThatThrownBy(() -> client.connect(new InetSocketAddress(ANY_PORT.getAddress(), 9)))
          .isInstanceOf(ConnectionPendingException.class);
      assertThat(client.connectEx(requireNonNull(stuck.others().getFirst().localAddress())))
          .isEqualTo(115);
    }
  }
}
