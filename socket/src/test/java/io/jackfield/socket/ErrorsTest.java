package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What fails before the kernel is asked, or leaves something behind; the kernel's own errors are in
 * {@link ErrorTableTest}.
 */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ErrorsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @Test
  void aHostWithoutAnAddressIsUnknown() {
    var unresolved = InetSocketAddress.createUnresolved("nobody.invalid", 80);
    assertThatThrownBy(() -> Socket.openFor(unresolved, SocketType.STREAM))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nobody.invalid");
  }

  @Test
  void aClosedSocketSaysSoInEveryCall() throws IOException {
    Pairs pair = Pairs.tcp();
    pair.close();
    Socket closed = pair.client();
    assertThatThrownBy(() -> closed.send(Pairs.bytes("x")))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> closed.receive(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(closed::accept).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(closed::localAddress).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> closed.connect(ANY_PORT)).isInstanceOf(ClosedChannelException.class);
    assertThat(closed.isOpen()).isFalse();
    closed.close(); // Again is no error.
  }

  @Test
  void aSocketOfOneFamilyTakesNoAddressOfAnother() throws IOException {
    try (Socket v4 = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      var v6 = new InetSocketAddress(InetAddress.ofLiteral("::1"), 80);
      assertThatThrownBy(() -> v4.connect(v6)).isInstanceOf(UnsupportedAddressTypeException.class);
      assertThatThrownBy(() -> v4.bind(UnixDomainSocketAddress.of("x")))
          .isInstanceOf(UnsupportedAddressTypeException.class);
    }
  }

  @Test
  void aUnixPathHas107BytesAndNoMore(@TempDir Path folder) throws IOException {
    int room = 107 - folder.toString().length() - 1;
    Path longest = folder.resolve("x".repeat(room));
    var fits = UnixDomainSocketAddress.of(longest);
    try (Socket listener = Pairs.listener(fits)) {
      assertThat(listener.localAddress()).isEqualTo(fits);
    }
    var tooLong = UnixDomainSocketAddress.of(longest + "x");
    try (Socket socket = Socket.openFor(tooLong, SocketType.STREAM)) {
      assertThatThrownBy(() -> socket.bind(tooLong))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("at most 107 bytes")
          .hasMessageContaining("108");
    }
  }

  @Test
  void anErrnoWithoutANameKeepsItsNumber() {
    assertThat(new Errno(4_095)).hasToString("E4095");
    assertThat(new Errno(4_095).meaning()).isEqualTo("unknown error 4095");
    assertThat(new Errno(98).symbol()).isEqualTo("EADDRINUSE");
  }

  @Test
  void aConnectedSocketIsNotConnectedAgain() throws IOException {
    try (Pairs pair = Pairs.tcp();
        Pairs other = Pairs.tcp()) {
      SocketAddress peer = requireNonNull(pair.client().remoteAddress());
      SocketAddress elsewhere = requireNonNull(other.listener().localAddress());
      assertThatThrownBy(() -> pair.client().connect(elsewhere))
          .isInstanceOf(AlreadyConnectedException.class);
      assertThat(pair.client().remoteAddress()).isEqualTo(peer);
      assertThatThrownBy(() -> pair.listener().connect(elsewhere))
          .isInstanceOf(AlreadyConnectedException.class);
    }
  }

  @Test
  void connectExAnswersWithTheErrno() throws IOException {
    SocketAddress at;
    try (Socket listener = Pairs.listener(ANY_PORT);
        Socket client = Socket.openFor(ANY_PORT, SocketType.STREAM)) {
      at = requireNonNull(listener.localAddress());
      assertThat(client.connectEx(at)).isZero();
    }
    try (Socket refused = Socket.openFor(at, SocketType.STREAM)) {
      assertThat(refused.connectEx(at)).isEqualTo(111);
    }
  }

  @Test
  void aRefusedConnectLeavesNoPeer() throws IOException {
    SocketAddress gone;
    try (Socket listener = Pairs.listener(ANY_PORT)) {
      gone = requireNonNull(listener.localAddress());
    }
    try (Socket client = Socket.openFor(gone, SocketType.STREAM)) {
      assertThatThrownBy(() -> client.connect(gone)).isInstanceOf(ConnectException.class);
      assertThat(client.remoteAddress()).isNull();
    }
  }
}
