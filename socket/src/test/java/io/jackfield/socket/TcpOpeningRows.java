package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.refused;
import static io.jackfield.socket.OptionRow.row;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.linux.NetworkNamespace;
import io.jackfield.socket.option.SignatureKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The rows of those {@link TcpOptions} that are about how a connection comes to be. */
final class TcpOpeningRows {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private TcpOpeningRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        row(
            TcpOptions.DEFER_ACCEPT,
            "waits for the first data",
            TcpOpeningRows::acceptWaitsForData),
        row(TcpOptions.SIGNATURE, "lets the key's holders in", TcpOpeningRows::onlyTheKeyConnects),
        row(TcpOptions.SIGNATURE_EXTENDED, "is for a prefix", TcpOpeningRows::keyForAPrefix),
        row(TcpOptions.FAST_OPEN, "takes data in the first segment", TcpOpeningRows::dataInSyn),
        row(TcpOptions.FAST_OPEN_CONNECT, "sends it", TcpOpeningRows::dataInSyn),
        row(TcpOptions.FAST_OPEN_KEY, "reads as it was set", TcpOpeningRows::fastOpenKey),
        row(TcpOptions.SAVE_SYN, "keeps the first segment", TcpOpeningRows::firstSegmentIsKept),
        row(TcpOptions.SAVED_SYN, "is told once", TcpOpeningRows::firstSegmentIsKept));
  }

  private static void acceptWaitsForData() throws IOException {
    try (Socket listener = On.TCP4.open().bind(ANY_PORT);
        Socket client = On.TCP4.open()) {
      listener.setOption(TcpOptions.DEFER_ACCEPT, seconds(30)).listen();
      assertThat(listener.getOption(TcpOptions.DEFER_ACCEPT)).isBetween(seconds(30), seconds(63));
      client.connect(requireNonNull(listener.localAddress()));
      listener.timeout(Duration.ZERO);
      assertThat(listener.accept()).isNull();
      client.sendAll(Pairs.bytes("x"));
      listener.timeout(seconds(10));
      try (Socket server = requireNonNull(listener.accept())) {
        assertThat(server.available()).isEqualTo(1);
      }
    }
  }

  private static SignatureKey key(String secret) {
    return SignatureKey.of(ANY_PORT, secret.getBytes(US_ASCII));
  }

  private static void onlyTheKeyConnects() throws IOException {
    keyConnects(TcpOptions.SIGNATURE, key("secret"));
  }

  private static void keyForAPrefix() throws IOException {
    keyConnects(
        TcpOptions.SIGNATURE_EXTENDED,
        SignatureKey.of(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.0"), 0),
                "secret".getBytes(US_ASCII))
            .forPrefix(8));
  }

  private static void keyConnects(KernelOption<SignatureKey> option, SignatureKey key)
      throws IOException {
    try (Socket listener = On.TCP4.open().bind(ANY_PORT);
        Socket right = On.TCP4.open();
        Socket wrong = On.TCP4.open().timeout(Duration.ofMillis(50))) {
      try {
        listener.setOption(option, key).listen();
      } catch (KernelException e) {
        refused(e, option, "ENOPROTOOPT", "the kernel has no signatures (CONFIG_TCP_MD5SIG)");
      }
      SocketAddress at = requireNonNull(listener.localAddress());
      right.setOption(option, key).connect(at);
      try (Socket server = requireNonNull(listener.accept())) {
        right.sendAll(Pairs.bytes("signed"));
        assertThat(server.receive(ByteBuffer.allocate(8))).isEqualTo(6);
      }
      wrong.setOption(TcpOptions.SIGNATURE, key("guess"));
      assertThatThrownBy(() -> wrong.connect(at)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void dataInSyn() throws Exception {
    try (Socket client = On.TCP4.open();
        Socket listener = On.TCP4.open()) {
      readsAsSet(client, TcpOptions.FAST_OPEN_CONNECT, true, false);
      readsAsSet(listener, TcpOptions.FAST_OPEN, 0, 16);
    }
    NetworkNamespace.run(
        List.of(),
        () -> {
          Files.writeString(Path.of("/proc/sys/net/ipv4/tcp_fastopen"), "3");
          try (Socket listener = On.TCP4.open().bind(ANY_PORT);
              Socket client = On.TCP4.open()) {
            listener.setOption(TcpOptions.FAST_OPEN, 16);
            listener.setOption(TcpOptions.FAST_OPEN_NO_COOKIE, true).listen();
            client.setOption(TcpOptions.FAST_OPEN_NO_COOKIE, true);
            client.setOption(TcpOptions.FAST_OPEN_CONNECT, true);
            client.connect(requireNonNull(listener.localAddress()));
            client.sendAll(Pairs.bytes("early"));
            try (Socket server = requireNonNull(listener.timeout(seconds(10)).accept())) {
              assertThat(server.receive(ByteBuffer.allocate(8))).isEqualTo(5);
              assertThat(server.getOption(TcpOptions.INFO).agreed().dataInSyn()).isTrue();
            }
          }
          return true;
        });
  }

  private static void fastOpenKey() throws IOException {
    try (Socket socket = On.TCP4.open()) {
      byte[] two = "0123456789abcdefghijklmnopqrstuv".getBytes(US_ASCII);
      byte[] one = "0123456789abcdef".getBytes(US_ASCII);
      for (byte[] key : new byte[][] {one, two}) {
        assertThat(
                socket.setOption(TcpOptions.FAST_OPEN_KEY, key).getOption(TcpOptions.FAST_OPEN_KEY))
            .isEqualTo(key);
      }
      assertThatThrownBy(() -> socket.setOption(TcpOptions.FAST_OPEN_KEY, new byte[15]))
          .hasMessageContaining("EINVAL");
    }
  }

  private static void firstSegmentIsKept() throws IOException {
    try (Socket listener = On.TCP4.open().bind(ANY_PORT);
        Socket client = On.TCP4.open()) {
      readsAsSet(listener, TcpOptions.SAVE_SYN, 0, 2, 1);
      listener.listen();
      client.connect(requireNonNull(listener.localAddress()));
      try (Socket server = requireNonNull(listener.accept())) {
        byte[] headers = server.getOption(TcpOptions.SAVED_SYN);
        assertThat(headers).hasSizeGreaterThanOrEqualTo(40);
        assertThat(headers[0] >>> 4).as("version of IP").isEqualTo(4);
        assertThat(headers[33] & 0x12).as("SYN without ACK").isEqualTo(2);
        assertThat(server.getOption(TcpOptions.SAVED_SYN)).isEmpty();
      }
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
