package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client's side against servers that nobody here wrote. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsClientPeersTest {
  @TempDir static Path folder;
  private static Authority authority;

  private TlsClientConfig.Builder config;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    authority.issue("server", Authority.EC, "DNS:localhost,IP:127.0.0.1");
    authority.issue("other", Authority.RSA, "DNS:other.test");
    authority.issue("client", Authority.RSA, "DNS:client");
  }

  @BeforeEach
  void defaults() {
    config = TlsClientConfig.builder().trust(authority.trust());
  }

  /** A server with its port. */
  private record Server(Tool tool, int port) implements AutoCloseable {
    /** {@code openssl s_server}; it prints what it receives and sends what is typed. */
    static Server openssl(Object... more) {
      List<Object> words =
          new ArrayList<>(
              List.of(
                  "openssl",
                  "s_server",
                  "-accept",
                  "127.0.0.1:0",
                  "-cert",
                  authority.file("server.pem"),
                  "-key",
                  authority.file("server.key")));
      words.addAll(List.of(more));
      Tool tool = Tool.start(words.toArray());
      return new Server(tool, Integer.parseInt(tool.await("ACCEPT 127.0.0.1:(\\d+)\n").group(1)));
    }

    /** A server in Python that does {@code handle} with the wrapped socket {@code s}. */
    static Server python(String version, String handle) {
      String script =
          """
          import socket, ssl, sys
          context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
          context.load_cert_chain(sys.argv[1], sys.argv[2])
          version = getattr(ssl.TLSVersion, sys.argv[3])
          context.minimum_version = context.maximum_version = version
          listener = socket.create_server(('127.0.0.1', 0))
          print('port', listener.getsockname()[1], flush=True)
          raw, _ = listener.accept()
          s = context.wrap_socket(raw, server_side=True)
          f = s.makefile('rb')
          """
              + handle;
      Tool tool =
          Tool.start(
              "python3",
              "-c",
              script,
              authority.file("server.pem"),
              authority.file("server.key"),
              version);
      return new Server(tool, Integer.parseInt(tool.await("port (\\d+)\n").group(1)));
    }

    @Override
    public void close() {
      tool.close();
    }
  }

  private TlsStream connect(Server server, String host) throws IOException {
    Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    return new TlsStream(socket, config.build().newSession(host, server.port()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_2, TLS_1_2, localhost",
    "-tls1_3, TLS_1_3, localhost",
    "-tls1_2, TLS_1_2, 127.0.0.1",
    "-tls1_3, TLS_1_3, 127.0.0.1"
  })
  void opensslIsVerifiedAndAnswers(String option, TlsProtocol protocol, String host)
      throws Exception {
    try (Server server = Server.openssl(option);
        TlsStream stream = connect(server, host)) {
      assertThat(stream.handshake().protocol()).isEqualTo(protocol);
      stream.out().write(ascii("from us\n"));
      server.tool.await("from us\n");
      server.tool.type("from openssl\n");
      assertThat(stream.in().readNBytes(13)).asString(US_ASCII).isEqualTo("from openssl\n");
      stream.closeOutbound();
      assertThat(stream.in().read()).isEqualTo(-1);
    }
  }

  @Test
  void opensslsCertificateIsForAnotherHost() throws Exception {
    try (Server server = Server.openssl();
        TlsStream stream = connect(server, "elsewhere.test")) {
      TlsException failure = catchThrowableOfType(TlsException.class, stream::handshake);
      assertThat(failure.reason()).isEqualTo(Reason.WRONG_HOST);
      server.tool.await("certificate unknown");
    }
  }

  @Test
  void opensslIsNotTrustedByTheSystem() throws Exception {
    config = TlsClientConfig.builder();
    try (Server server = Server.openssl();
        TlsStream stream = connect(server, "localhost")) {
      TlsException failure = catchThrowableOfType(TlsException.class, stream::handshake);
      assertThat(failure.reason()).isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
    }
  }

  @Test
  void opensslChoosesByTheNameWeSend() throws Exception {
    try (Server server =
            Server.openssl(
                "-servername",
                "other.test",
                "-cert2",
                authority.file("other.pem"),
                "-key2",
                authority.file("other.key"),
                "-alpn",
                "h2");
        TlsStream stream = connect(server, "other.test")) {
      TlsInfo info = stream.handshake();
      assertThat(info.peerCertificates().getFirst().getSubjectX500Principal().getName())
          .isEqualTo("CN=other");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslChoosesAnApplicationProtocol(String option) throws Exception {
    config.applicationProtocols("irc", "h2");
    try (Server server = Server.openssl(option, "-alpn", "h2");
        TlsStream stream = connect(server, "localhost")) {
      assertThat(stream.handshake().applicationProtocol()).isEqualTo("h2");
    }
    try (Server server = Server.openssl(option, "-alpn", "http/1.1");
        TlsStream stream = connect(server, "localhost")) {
      TlsException failure = catchThrowableOfType(TlsException.class, stream::handshake);
      assertThat(failure.alert()).isEqualTo("no_application_protocol");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslWantsACertificateOfOurs(String option) throws Exception {
    Object[] words = {
      option, "-Verify", "2", "-CAfile", authority.file("ca.pem"), "-verify_return_error"
    };
    config.identity(authority.identity("client"));
    try (Server server = Server.openssl(words);
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(ascii("shown\n"));
      server.tool.await("CN = client");
      server.tool.await("shown\n");
      assertThat(stream.info().localCertificates()).hasSize(1);
    }
    defaults();
    try (Server server = Server.openssl(words);
        TlsStream stream = connect(server, "localhost")) {
      TlsException failure = catchThrowableOfType(TlsException.class, () -> stream.in().read());
      assertThat(failure.reason()).isEqualTo(Reason.PEER_ALERT);
      assertThat(failure.alert())
          .isEqualTo(option.equals("-tls1_3") ? "certificate_required" : "handshake_failure");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslResumesOurSession(String option) throws Exception {
    TlsClientConfig once = config.build();
    try (Server server = Server.openssl(option)) {
      for (int round = 0; round < 2; round++) {
        Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        try (var stream = new TlsStream(socket, once.newSession("localhost", server.port()))) {
          stream.handshake();
          stream.out().write(ascii("round " + round + "\n"));
          server.tool.await("round " + round + "\n");
          server.tool.type("tickets are read before this\n");
          stream.in().readNBytes(29);
          assertThat(stream.info().peerCertificates()).hasSize(1);
        }
      }
      server.tool.await("Reused session-id|Reused, TLS");
    }
  }

  @Test
  void opensslUpdatesItsKeysAndWantsOurs() throws Exception {
    try (Server server = Server.openssl("-tls1_3");
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(ascii("before\n"));
      server.tool.await("before\n");
      server.tool.type("K\n");
      stream.out().write(ascii("between\n")); // It looks at what is typed first.
      server.tool.await("between\n");
      server.tool.type("after\n");
      assertThat(stream.in().readNBytes(6)).asString(US_ASCII).isEqualTo("after\n");
      stream.out().write(ascii("after\n"));
      server.tool.await("after\n");
    }
  }

  @Test
  void aRenegotiationThatOpensslAsksForIsRefused() throws Exception {
    try (Server server = Server.openssl("-tls1_2");
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(ascii("before\n"));
      server.tool.await("before\n");
      server.tool.type("r\n");
      TlsException failure = catchThrowableOfType(TlsException.class, () -> stream.in().read());
      assertThat(failure.reason()).isEqualTo(Reason.RENEGOTIATION);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void anOpensslThatIsKilledIsATruncation(String option) throws Exception {
    try (Server server = Server.openssl(option);
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(ascii("before\n"));
      server.tool.await("before\n");
      server.tool.kill();
      assertThatThrownBy(() -> stream.in().read()).isInstanceOf(TlsTruncatedException.class);
    }
  }

  @Test
  void pythonReadsToOurCloseAndThenAnswers() throws Exception {
    String handle = "data = f.read()\ns.sendall(b'got %d' % len(data))\ns.unwrap()\n";
    try (Server server = Server.python("TLSv1_3", handle);
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(new byte[200_000]);
      stream.closeOutbound();
      assertThat(stream.in().readAllBytes()).asString(US_ASCII).isEqualTo("got 200000");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
  void pythonThatUnwrapsHasEndedAndOneThatClosesHasNot(String version) throws Exception {
    String answer = "s.sendall(b'x' * 100000 + f.readline())\n";
    try (Server server = Server.python(version, answer + "s.unwrap()\n");
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(ascii("line\n"));
      assertThat(stream.in().readAllBytes()).hasSize(100_005);
    }
    try (Server server =
            Server.python(version, answer + "socket.socket(fileno=s.detach()).close()\n");
        TlsStream stream = connect(server, "localhost")) {
      stream.out().write(ascii("line\n"));
      assertThat(stream.in().readNBytes(100_005)).hasSize(100_005);
      assertThatThrownBy(() -> stream.in().read()).isInstanceOf(TlsTruncatedException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"NORMAL:-VERS-ALL:+VERS-TLS1.2, TLS_1_2", "NORMAL:-VERS-ALL:+VERS-TLS1.3, TLS_1_3"})
  void gnutlsEchoes(String priority, TlsProtocol protocol) throws Exception {
    int port;
    try (Socket free = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM)) {
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port =
          ((InetSocketAddress) java.util.Objects.requireNonNull(free.getLocalAddress())).getPort();
    }
    Tool tool =
        Tool.start(
            "gnutls-serv",
            "--echo",
            "--x509certfile",
            authority.file("server.pem"),
            "--x509keyfile",
            authority.file("server.key"),
            "--priority",
            priority,
            "-p",
            port);
    try (Server server = new Server(tool, port)) {
      tool.await("listening on IPv4.*done");
      try (TlsStream stream = connect(server, "localhost")) {
        assertThat(stream.handshake().protocol()).isEqualTo(protocol);
        stream.out().write(ascii("there and back\n"));
        assertThat(stream.in().readNBytes(15)).asString(US_ASCII).isEqualTo("there and back\n");
      }
    }
  }
}
