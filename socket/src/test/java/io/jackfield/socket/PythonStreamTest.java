package io.jackfield.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.option.Linger;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections with CPython at the other end: resets, file objects, names. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PythonStreamTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private static int port(Socket socket) throws IOException {
    return ((InetSocketAddress) requireNonNull(socket.localAddress())).getPort();
  }

  @Test
  void aCloseWithoutLingeringResetsPythonsEnd() throws Exception {
    try (Socket listener = Pairs.listener(ANY_PORT);
        Python python =
            Python.start(
                """
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=10)
                print(s.recv(10).decode())
                s.send(b'x')
                try:
                    print(s.recv(10))
                except ConnectionResetError as e:
                    print(e.strerror)
                """,
                port(listener))) {
      Socket peer = requireNonNull(listener.accept());
      peer.setOption(SocketOptions.LINGER, Linger.reset()).sendAll(Pairs.bytes("hello"));
      peer.receive(ByteBuffer.allocate(1)); // Nothing unread is left: lingering alone resets.
      peer.close();
      assertThat(python.end().lines()).containsExactly("hello", "Connection reset by peer");
    }
  }

  @Test
  void pythonsCloseWithoutLingeringResetsOurs() throws Exception {
    try (Socket listener = Pairs.listener(ANY_PORT);
        Python python =
            Python.start(
                """
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                s.close()
                """,
                port(listener));
        Socket peer = requireNonNull(listener.accept())) {
      assertThatThrownBy(() -> peer.receive(ByteBuffer.allocate(1)))
          .isInstanceOf(ConnectionResetException.class)
          .hasMessage(
              "recv %s: connection reset by the peer (ECONNRESET)"
                  .formatted(Addresses.text(requireNonNull(peer.remoteAddress()))));
      python.end();
    }
  }

  @Test
  void pythonsFileObjectsAndOurStreamsCarryTheSameText() throws Exception {
    String longLine = "長い".repeat(20_000);
    try (Socket listener = Pairs.listener(ANY_PORT);
        Python python =
            Python.start(
                """
                s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
                f = s.makefile('rw', encoding='utf-8', newline='\\n')
                for line in f:
                    f.write(line.upper())
                    f.flush()
                    if line.startswith('ende'):
                        break
                """,
                port(listener));
        Socket peer = requireNonNull(listener.accept());
        BufferedWriter writer = peer.writer(UTF_8);
        BufferedReader reader = peer.reader(UTF_8)) {
      for (String line : List.of("grün", "", longLine, "\0tab\t", "ende")) {
        writer.write(line + "\n");
        writer.flush();
        assertThat(reader.readLine()).isEqualTo(line.toUpperCase(Locale.ROOT));
      }
      assertThat(reader.readLine()).isNull();
      python.end();
    }
  }

  @Test
  void aReadThatRanOutOfTimeLosesNothing() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      InputStream in = pair.server().timeout(Duration.ofMillis(20)).in();
      assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
      pair.client().sendAll(Pairs.bytes("late"));
      assertThat(in.readNBytes(4)).asString(UTF_8).isEqualTo("late");
      pair.server().timeout(Duration.ZERO);
      assertThatThrownBy(in::read).isInstanceOf(IllegalBlockingModeException.class);
      assertThatThrownBy(() -> pair.server().out().write(1))
          .isInstanceOf(IllegalBlockingModeException.class);
    }
  }

  @Test
  void closingAViewClosesTheSocketAndItsOtherViews() throws IOException {
    try (Pairs pair = Pairs.tcp()) {
      InputStream in = pair.server().in();
      BufferedWriter writer = pair.server().writer(UTF_8);
      writer.write("last words");
      writer.close();
      assertThat(pair.server().isOpen()).isFalse();
      assertThatThrownBy(in::read).isInstanceOf(ClosedChannelException.class);
      assertThat(pair.client().in().readAllBytes()).asString(UTF_8).isEqualTo("last words");
    }
  }

  @Test
  void aSocketWithoutAConnectionHasNoStreams() throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      assertThatThrownBy(socket::in)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("a socket of type DATAGRAM has no stream");
      assertThatThrownBy(socket::out).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  /** CPython's TestLinuxAbstractNamespace in intent: the longest name, any bytes, one too many. */
  @Test
  void theLongestAbstractNameIsTheSameForPython() throws Exception {
    byte[] longest = new byte[AbstractUnixAddress.MAX_BYTES];
    for (int i = 0; i < longest.length; i++) {
      longest[i] = (byte) (System.nanoTime() >>> i % 32);
    }
    longest[5] = 0;
    var name = AbstractUnixAddress.of(longest);
    try (Socket listener = Pairs.listener(name);
        Python python =
            Python.start(
                """
                name = b'\\0' + bytes.fromhex(sys.argv[1])
                s = socket.socket(socket.AF_UNIX)
                try:
                    s.bind(name + b'x')
                except OSError as e:
                    print(e)
                s.bind(name[:-1])
                s.connect(name)
                print(s.getpeername() == name)
                """,
                HexFormat.of().formatHex(longest));
        Socket peer = requireNonNull(listener.accept())) {
      byte[] theirs = Arrays.copyOf(longest, longest.length - 1);
      assertThat(peer.remoteAddress()).isEqualTo(AbstractUnixAddress.of(theirs));
      assertThat(python.end().lines()).containsExactly("AF_UNIX path too long", "True");
    }
  }
}
