package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.tls.TestServer.Outcome;
import io.jackfield.tls.TlsException.Reason;
import io.jackfield.tls.TlsServerConfig.ClientCertificate;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our server's side against OpenSSL's client. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsOpensslClientTest {
  @TempDir static Path folder;
  private static Authority authority;

  private TlsServerConfig.Builder config;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    authority.issue("server", Authority.EC, "DNS:localhost,IP:127.0.0.1");
    authority.issue("rsa", Authority.RSA, "DNS:localhost,IP:127.0.0.1");
    authority.issue("other", Authority.EC, "DNS:*.other.test");
    authority.issue("client", Authority.EC, "DNS:client");
  }

  @BeforeEach
  void defaults() {
    config =
        TlsServerConfig.builder(authority.identity("server")).identity(authority.identity("other"));
  }

  private static Tool openssl(TestServer server, String... more) throws Exception {
    Object[] words = {
      "openssl",
      "s_client",
      "-connect",
      server.address(),
      "-CAfile",
      authority.file("ca.pem"),
      "-verify_return_error",
      "-nocommands"
    };
    Object[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return Tool.start(all);
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1_2, TLS_1_2, server",
    "-tls1_3, TLS_1_3, server",
    "-tls1_2, TLS_1_2, rsa",
    "-tls1_3, TLS_1_3, rsa"
  })
  void opensslTalksAndCloses(String option, TlsProtocol protocol, String identity)
      throws Exception {
    config = TlsServerConfig.builder(authority.identity(identity));
    try (TestServer server = TestServer.start(config.build());
        Tool client = openssl(server, option, "-verify_hostname", "localhost")) {
      client.type("Grüße\n");
      client.await("echo Gr");
      client.closeInput();
      assertThat(client.exit()).as(client.soFar()).isZero();
      Outcome outcome = server.outcome();
      assertThat(outcome.failure()).isNull();
      assertThat(outcome.agreed().protocol()).isEqualTo(protocol);
    }
  }

  @Test
  void opensslAsksForANameAndAnApplicationProtocol() throws Exception {
    config.applicationProtocols("irc", "http/1.1");
    try (TestServer server = TestServer.start(config.build());
        Tool client = openssl(server, "-servername", "irc.other.test", "-alpn", "http/1.1,irc")) {
      client.type("x\n");
      client.await("echo x");
      client.closeInput();
      client.exit();
      assertThat(client.soFar()).contains("CN = other").contains("ALPN protocol: irc");
      TlsInfo info = server.outcome().agreed();
      assertThat(info.serverName()).isEqualTo("irc.other.test");
      assertThat(info.applicationProtocol()).isEqualTo("irc");
    }
  }

  @Test
  void opensslIsToldThatNoApplicationProtocolIsCommon() throws Exception {
    config.applicationProtocols("irc");
    try (TestServer server = TestServer.start(config.build());
        Tool client = openssl(server, "-alpn", "h2")) {
      assertThat(client.exit()).isNotZero();
      assertThat(client.soFar()).contains("no application protocol");
      assertThat(server.outcome().tlsFailure().reason())
          .isEqualTo(Reason.NO_COMMON_APPLICATION_PROTOCOL);
    }
  }

  /** With TLS 1.3 OpenSSL sends this alert in the clear, where the JDK awaits a sealed one. */
  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslThatDoesNotTrustUsSaysSo(String option) throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client =
            Tool.start(
                "openssl",
                "s_client",
                "-connect",
                server.address(),
                option,
                "-verify_return_error")) {
      assertThat(client.exit()).isNotZero();
      TlsException failure = server.outcome().tlsFailure();
      assertThat(failure.reason()).as(failure.toString()).isEqualTo(Reason.PEER_ALERT);
      assertThat(failure.alert()).isEqualTo("unknown_ca");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1", "-tls1_1"})
  void olderVersionsAreRefused(String option) throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client = openssl(server, option, "-cipher", "ALL:@SECLEVEL=0")) {
      assertThat(client.exit()).isNotZero();
      assertThat(client.soFar()).contains("protocol version");
      assertThat(server.outcome().tlsFailure().reason()).isEqualTo(Reason.NO_COMMON_PROTOCOL);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslShowsItsCertificate(String option) throws Exception {
    config.clientCertificate(ClientCertificate.REQUIRED, authority.trust());
    try (TestServer server = TestServer.start(config.build());
        Tool with =
            openssl(
                server,
                option,
                "-cert",
                authority.file("client.pem").toString(),
                "-key",
                authority.file("client.key").toString())) {
      with.type("x\n");
      with.await("echo x");
      with.closeInput();
      assertThat(server.outcome().agreed().peerCertificates().getFirst())
          .extracting(each -> each.getSubjectX500Principal().getName())
          .isEqualTo("CN=client");
      try (Tool without = openssl(server, option)) {
        assertThat(without.exit()).isNotZero();
        assertThat(server.outcome().tlsFailure().reason()).isEqualTo(Reason.CERTIFICATE_MISSING);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void opensslResumesASession(String option) throws Exception {
    String file = folder.resolve("session" + option).toString();
    try (TestServer server = TestServer.start(config.build())) {
      try (Tool first = openssl(server, option, "-sess_out", file)) {
        first.type("x\n");
        first.await("echo x");
        first.closeInput();
        first.exit();
        assertThat(first.soFar()).contains("New, ").doesNotContain("Reused, ");
      }
      try (Tool second = openssl(server, option, "-sess_in", file)) {
        second.type("x\n");
        second.await("echo x");
        second.closeInput();
        second.exit();
        assertThat(second.soFar()).contains("Reused, ");
      }
    }
  }

  @Test
  void opensslReconnectsFiveTimesByResumption() throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client = openssl(server, "-tls1_2", "-reconnect")) {
      client.type("x\n");
      client.await("echo x");
      client.closeInput();
      client.exit();
      assertThat(client.soFar().split("Reused, TLSv1.2", -1)).hasSize(6);
    }
  }

  @Test
  void opensslUpdatesItsKeysAndWantsOurs() throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client =
            Tool.start(
                "openssl",
                "s_client",
                "-connect",
                server.address(),
                "-CAfile",
                authority.file("ca.pem"),
                "-tls1_3")) {
      client.type("x\n");
      client.await("echo x");
      client.type("K\n");
      client.await("KEYUPDATE");
      client.type("y\n");
      client.await("echo y");
      client.type("Q\n");
      client.exit();
      assertThat(server.outcome().failure()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void renegotiationByOpensslIsRefusedAndKillingItIsATruncation(String option) throws Exception {
    try (TestServer server = TestServer.start(config.build());
        Tool client = Tool.start("openssl", "s_client", "-connect", server.address(), option)) {
      client.type("x\n");
      client.await("echo x");
      if (option.equals("-tls1_2")) {
        client.type("R\n");
        assertThat(server.outcome().tlsFailure().reason()).isEqualTo(Reason.RENEGOTIATION);
      } else {
        client.kill();
        assertThat(server.outcome().failure()).isInstanceOf(TlsTruncatedException.class);
      }
    }
  }
}
