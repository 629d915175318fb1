package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server's side against the clients of Python, GnuTLS and curl. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsServerPeersTest {
  @TempDir static Path folder;
  private static Authority authority;

  private TlsServerConfig.Builder config;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    authority.issue("server", Authority.EC, "DNS:localhost,IP:127.0.0.1");
  }

  @BeforeEach
  void defaults() {
    config = TlsServerConfig.builder(authority.identity("server"));
  }

  private static final String PYTHON =
      """
      import socket, ssl, sys
      context = ssl.create_default_context(cafile=sys.argv[2])
      version = getattr(ssl.TLSVersion, sys.argv[3])
      context.minimum_version = context.maximum_version = version
      s = context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[1]))),
                              server_hostname='localhost')
      big = b'x' * 300000 + b'\\n'
      s.sendall(big)
      f = s.makefile('rb')
      assert f.readline() == b'echo ' + big
      """;

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
  void pythonSendsMuchAndUnwraps(String version) throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client =
            Tool.start(
                "python3",
                "-c",
                PYTHON + "s.unwrap()\nprint('unwrapped')\n",
                server.port(),
                authority.file("ca.pem"),
                version)) {
      if (version.equals("TLSv1_2")) {
        assertThat(client.exit()).as(client.soFar()).isZero();
      } else {
        // With TLS 1.3 our last words arrive while it unwraps, which Python takes for an error.
        client.exit();
      }
      assertThat(server.outcome().failure()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
  void pythonThatJustClosesIsATruncation(String version) throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client =
            Tool.start(
                "python3",
                "-c",
                PYTHON + "socket.socket(fileno=s.detach()).close()\n",
                server.port(),
                authority.file("ca.pem"),
                version)) {
      assertThat(client.exit()).as(client.soFar()).isZero();
      assertThat(server.outcome().failure()).isInstanceOf(TlsTruncatedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3"})
  void gnutlsTalksAndCloses(String priority) throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client =
            Tool.start(
                "gnutls-cli",
                "--x509cafile",
                authority.file("ca.pem"),
                "--priority",
                priority,
                "-p",
                server.port(),
                "localhost")) {
      client.await("Handshake was completed");
      client.type("hello\n");
      client.await("echo hello");
      client.closeInput();
      assertThat(client.exit()).as(client.soFar()).isZero();
      assertThat(server.outcome().failure()).isNull();
    }
  }

  @Test
  void curlSeesTheCertificateAndAnHonestEnd() throws Exception {
    config.applicationProtocols("http/1.1");
    try (TestServer server = TestServer.start(config.build());
        Tool client =
            Tool.start(
                "curl",
                "--http0.9",
                "-sS",
                "--cacert",
                authority.file("ca.pem"),
                "--max-time",
                "5",
                "https://localhost:" + server.port() + "/")) {
      assertThat(client.exit()).as(client.soFar()).isZero();
      assertThat(client.soFar()).startsWith("echo GET / HTTP/1.1");
      assertThat(server.outcome().agreed().applicationProtocol()).isEqualTo("http/1.1");
      try (Tool refused = Tool.start("curl", "-sS", "https://localhost:" + server.port() + "/")) {
        assertThat(refused.exit()).isEqualTo(60);
        TlsException failure = server.outcome().tlsFailure();
        assertThat(failure.alert()).as(failure.toString()).isEqualTo("unknown_ca");
      }
    }
  }
}
