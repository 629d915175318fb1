package io.jackfield.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.tls.TlsException.Reason;
import io.jackfield.tls.TlsServerConfig.ClientCertificate;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the settings of the two sides lead to. */
final class TlsConfigTest {
  @TempDir static Path folder;
  private static Authority authority;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    authority.issue("default", Authority.EC, "DNS:default.test");
    authority.issue("exact", Authority.EC, "DNS:a.example.test,DNS:b.example.test");
    authority.issue("wild", Authority.EC, "DNS:*.example.test");
    authority.issue("rsa", Authority.RSA, "DNS:both.test");
    authority.issue("ec", Authority.EC, "DNS:both.test");
    authority.issue("client", Authority.EC, "DNS:client");
    authority.issue("old", Authority.EC, "DNS:localhost");
    authority.issue("new", Authority.EC, "DNS:localhost");
  }

  private record Ends(End client, End server) {
    static Ends of(TlsClientConfig client, TlsServerConfig server, String host) {
      var ends = new Ends(new End(client.newSession(host, 1)), new End(server.newSession()));
      End.handshake(ends.client, ends.server, 10_000);
      return ends;
    }

    BigInteger serial() {
      return client.session.info().peerCertificates().getFirst().getSerialNumber();
    }
  }

  private static BigInteger serial(String name) throws TlsConfigException {
    return TlsIdentity.certificates(authority.file(name + ".pem")).getFirst().getSerialNumber();
  }

  private static TlsClientConfig.Builder client() {
    return TlsClientConfig.builder().trust(authority.trust());
  }

  @ParameterizedTest
  @CsvSource({
    "a.example.test, exact", "B.EXAMPLE.TEST, exact", "c.example.test, wild",
    "x.y.example.test, default", "example.test, default", "unknown.test, default",
    "127.0.0.1, default", "both.test, rsa"
  })
  void theServerChoosesByTheNameAskedFor(String host, String expected) throws Exception {
    TlsServerConfig server =
        TlsServerConfig.builder(authority.identity("default"))
            .identity(authority.identity("exact"))
            .identity(authority.identity("wild"))
            .identity(authority.identity("rsa"))
            .identity(authority.identity("ec"))
            .build();
    Ends ends = Ends.of(TlsClientConfig.builder().insecure().build(), server, host);
    // Of two kinds for one name, the client's first choice decides.
    String found = expected.equals("rsa") && ends.serial().equals(serial("ec")) ? "ec" : expected;
    assertThat(ends.serial()).isEqualTo(serial(found));
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, rsa",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ec"
  })
  void twoKindsOfKeysForOneNameServeBothKindsOfClients(String suite, String expected)
      throws Exception {
    TlsServerConfig server =
        TlsServerConfig.builder(authority.identity("rsa"))
            .identity(authority.identity("ec"))
            .build();
    Ends ends = Ends.of(client().cipherSuites(suite).build(), server, "both.test");
    assertThat(ends.serial()).isEqualTo(serial(expected));
    assertThat(ends.server.session.info().cipherSuite()).isEqualTo(suite);
  }

  @ParameterizedTest
  @EnumSource
  void theServersFirstApplicationProtocolThatBothHaveIsChosen(TlsProtocol protocol)
      throws Exception {
    TlsServerConfig server =
        TlsServerConfig.builder(authority.identity("default"))
            .protocols(protocol)
            .applicationProtocols("h2", "http/1.1")
            .build();
    TlsClientConfig both = client().applicationProtocols("http/1.1", "h2").build();
    Ends ends = Ends.of(both, server, "default.test");
    assertThat(ends.client.session.info().applicationProtocol()).isEqualTo("h2");
    assertThat(ends.server.session.info().applicationProtocol()).isEqualTo("h2");
    ends = Ends.of(client().build(), server, "default.test");
    assertThat(ends.server.session.info().applicationProtocol()).isNull();
    assertThat(ends.client.session.info().applicationProtocol()).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void aClientShowsItsCertificateWhereOneIsWanted(ClientCertificate wish) throws Exception {
    TlsServerConfig server =
        TlsServerConfig.builder(authority.identity("default"))
            .clientCertificate(wish, authority.trust())
            .build();
    TlsClientConfig with = client().identity(authority.identity("client")).build();
    Ends ends = Ends.of(with, server, "default.test");
    boolean asked = wish != ClientCertificate.NONE;
    assertThat(ends.server.session.info().peerCertificates()).hasSize(asked ? 1 : 0);
    assertThat(ends.client.session.info().localCertificates()).hasSize(asked ? 1 : 0);
    ends = Ends.of(client().build(), server, "default.test");
    assertThat(ends.server.session.isHandshakeDone()).isEqualTo(wish != ClientCertificate.REQUIRED);
  }

  @Test
  void aKeyStoreServesAsWellAsFiles() throws Exception {
    Tool.run(
        folder,
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        "ec.pem",
        "-inkey",
        "ec.key",
        "-name",
        "mine",
        "-passout",
        "pass:secret",
        "-out",
        "ec.p12");
    char[] password = "secret".toCharArray();
    KeyStore store = KeyStore.getInstance(authority.file("ec.p12").toFile(), password);
    TlsIdentity identity = TlsIdentity.keyStore(store, "mine", password);
    TlsServerConfig server = TlsServerConfig.builder(identity).build();
    assertThat(Ends.of(client().build(), server, "both.test").serial()).isEqualTo(serial("ec"));
    assertThatThrownBy(
            () -> TlsServerConfig.builder(TlsIdentity.keyStore(store, "other", password)).build())
        .isInstanceOf(TlsConfigException.class)
        .hasMessageContaining("other");
  }

  @Test
  void anUnknownCipherSuiteIsRefusedByName() {
    assertThatThrownBy(() -> client().cipherSuites("TLS_NO_SUCH").build())
        .isInstanceOf(TlsConfigException.class)
        .hasMessageContaining("TLS_NO_SUCH");
  }

  private static void replace(String name, String with) throws Exception {
    for (String extension : new String[] {".pem", ".key"}) {
      Files.copy(
          authority.file(with + extension),
          authority.file(name + extension),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void aReloadIsForNewSessionsAndLeavesRunningOnesAlone() throws Exception {
    replace("live", "old");
    TlsServerConfig server = TlsServerConfig.builder(authority.identity("live")).build();
    TlsClientConfig client = client().build();
    Ends before = Ends.of(client, server, "localhost");
    assertThat(before.serial()).isEqualTo(serial("old"));
    replace("live", "new");
    assertThat(Ends.of(client().build(), server, "localhost").serial()).isEqualTo(serial("old"));
    server.reload();
    Ends after = Ends.of(client, server, "localhost");
    assertThat(after.serial()).as("not even by resumption").isEqualTo(serial("new"));
    before.client.send("still here");
    End.carry(before.client, before.server, 10);
    assertThat(before.server.text()).isEqualTo("still here");
  }

  @Test
  void aReloadOfBadFilesLeavesAllAsItWas() throws Exception {
    replace("half", "old");
    TlsServerConfig server = TlsServerConfig.builder(authority.identity("half")).build();
    Files.copy(
        authority.file("new.pem"), authority.file("half.pem"), StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(server::reload)
        .isInstanceOf(TlsConfigException.class)
        .hasMessageContaining("half.key");
    assertThat(Ends.of(client().build(), server, "localhost").serial()).isEqualTo(serial("old"));
    Files.delete(authority.file("half.key"));
    assertThatThrownBy(server::reload).isInstanceOf(TlsConfigException.class);
    assertThat(Ends.of(client().build(), server, "localhost").serial()).isEqualTo(serial("old"));
  }

  @Test
  void aReloadOfTheTrustCountsToo() throws Exception {
    Files.copy(authority.file("ca.pem"), authority.file("trust.pem"));
    TlsServerConfig server = TlsServerConfig.builder(authority.identity("old")).build();
    TlsClientConfig client =
        TlsClientConfig.builder().trust(TlsTrust.pem(authority.file("trust.pem"))).build();
    assertThat(Ends.of(client, server, "localhost").client.failure).isNull();
    Files.copy(
        authority.file("new.pem"),
        authority.file("trust.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    client.reload();
    assertThat(Ends.of(client, server, "localhost").client.failure().reason())
        .isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
  }
}
