package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.tls.TlsException.Reason;
import io.jackfield.tls.TlsServerConfig.ClientCertificate;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which TLS fails has its own reason, and the peer is told by an alert. */
final class TlsFailureTest {
  @TempDir static Path folder;
  @TempDir static Path strangersFolder;
  private static Authority authority;
  private static Authority stranger;
  private static TlsIdentity identity;
  private static TlsIdentity expired;

  private TlsServerConfig.Builder serverSide;
  private TlsClientConfig.Builder clientSide;
  private String host = "localhost";

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    stranger = Authority.in(strangersFolder);
    identity = authority.issue("server", Authority.EC, "DNS:localhost,IP:127.0.0.1,IP:::1");
    expired = authority.issue("expired", Authority.EC, "DNS:localhost", -1);
    authority.issue("rsa", Authority.RSA, "DNS:localhost");
    stranger.issue("client", Authority.EC, "DNS:client");
  }

  @BeforeEach
  void defaults() throws Exception {
    serverSide = TlsServerConfig.builder(identity);
    clientSide = TlsClientConfig.builder().trust(authority.trust());
    newEnds();
  }

  private void newEnds() throws TlsConfigException {
    client = new End(clientSide.build().newSession(host, 443));
    server = new End(serverSide.build().newSession());
  }

  private End client;
  private End server;

  private void handshake() throws TlsConfigException {
    newEnds();
    End.handshake(client, server, 100);
  }

  /** One end has its reason, the other hears of it by an alert. */
  private static void assertFailed(End end, Reason reason, End other, String alert) {
    assertThat(end.failure()).hasMessageContaining(Failures.sentence(reason));
    assertThat(end.failure().reason()).isEqualTo(reason);
    assertThat(end.failure().alert()).isEqualTo(alert);
    assertThat(other.failure().reason()).isEqualTo(Reason.PEER_ALERT);
    assertThat(other.failure().alert()).isEqualTo(alert);
  }

  @ParameterizedTest
  @EnumSource
  void aCertificateOfAnUnknownAuthorityIsRefused(TlsProtocol protocol) throws Exception {
    serverSide.protocols(protocol);
    clientSide.trust(stranger.trust());
    handshake();
    assertFailed(client, Reason.CERTIFICATE_UNTRUSTED, server, "certificate_unknown");
  }

  @Test
  void theSystemsAuthoritiesAreTheDefault() throws Exception {
    clientSide = TlsClientConfig.builder();
    handshake();
    assertFailed(client, Reason.CERTIFICATE_UNTRUSTED, server, "certificate_unknown");
  }

  @ParameterizedTest
  @EnumSource
  void anExpiredCertificateIsRefused(TlsProtocol protocol) throws Exception {
    serverSide = TlsServerConfig.builder(expired).protocols(protocol);
    handshake();
    assertThat(client.failure().reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
    assertThat(server.failure().reason()).isEqualTo(Reason.PEER_ALERT);
  }

  @Test
  void aPinnedCertificateMustBeValidToo() throws Exception {
    serverSide = TlsServerConfig.builder(expired);
    clientSide.trust(TlsTrust.pinned(authority.file("expired.pem")));
    handshake();
    assertThat(client.failure().reason()).isEqualTo(Reason.CERTIFICATE_EXPIRED);
  }

  @Test
  void aCertificateThatIsNotValidYetIsToldFromAnExpiredOne() throws Exception {
    Tool.run(
        folder,
        Path.of(System.getProperty("java.home"), "bin", "keytool"),
        "-genkeypair",
        "-alias",
        "early",
        "-keyalg",
        "EC",
        "-dname",
        "CN=early",
        "-startdate",
        "+5d",
        "-keystore",
        "early.p12",
        "-storepass",
        "secret");
    char[] password = "secret".toCharArray();
    KeyStore store = KeyStore.getInstance(folder.resolve("early.p12").toFile(), password);
    serverSide = TlsServerConfig.builder(TlsIdentity.keyStore(store, "early", password));
    clientSide.trust(TlsTrust.pinned((X509Certificate) store.getCertificate("early")));
    handshake();
    assertThat(client.failure().reason()).isEqualTo(Reason.CERTIFICATE_NOT_YET_VALID);
  }

  @Test
  void aPinnedCertificateIsAcceptedForAnyHostAndNoOtherIs() throws Exception {
    host = "elsewhere.test";
    clientSide.trust(TlsTrust.pinned(authority.file("server.pem")));
    handshake();
    assertThat(client.events).contains("handshake TLSv1.3");
    clientSide.trust(TlsTrust.pinned(authority.file("rsa.pem")));
    handshake();
    assertFailed(client, Reason.CERTIFICATE_UNTRUSTED, server, "certificate_unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"elsewhere.test", "127.0.0.2", "::2"})
  void aCertificateForAnotherHostIsRefused(String asked) throws Exception {
    host = asked;
    handshake();
    assertFailed(client, Reason.WRONG_HOST, server, "certificate_unknown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1", "[::1]"})
  void aCertificateForThisHostOrAddressIsAccepted(String asked) throws Exception {
    host = asked;
    handshake();
    assertThat(client.failure).isNull();
    assertThat(client.session.isHandshakeDone()).isTrue();
  }

  @Test
  void anInsecureClientAcceptsAll() throws Exception {
    serverSide = TlsServerConfig.builder(expired);
    clientSide = TlsClientConfig.builder().insecure();
    host = "elsewhere.test";
    handshake();
    assertThat(client.session.isHandshakeDone()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aRequiredClientCertificateThatIsMissingIsRefused(TlsProtocol protocol) throws Exception {
    serverSide.clientCertificate(ClientCertificate.REQUIRED, authority.trust());
    serverSide.protocols(protocol);
    handshake();
    assertThat(server.failure().reason()).isEqualTo(Reason.CERTIFICATE_MISSING);
    assertThat(client.failure().reason()).isEqualTo(Reason.PEER_ALERT);
    assertThat(client.failure().alert()).isEqualTo(server.failure().alert());
  }

  @Test
  void aClientCertificateOfAStrangerIsRefused() throws Exception {
    serverSide.clientCertificate(ClientCertificate.WANTED, authority.trust());
    clientSide.identity(stranger.identity("client"));
    handshake();
    assertFailed(server, Reason.CERTIFICATE_UNTRUSTED, client, "certificate_unknown");
  }

  @Test
  void twoSidesWithoutACommonVersionSaySo() throws Exception {
    serverSide.protocols(TlsProtocol.TLS_1_2);
    clientSide.protocols(TlsProtocol.TLS_1_3);
    handshake();
    assertFailed(server, Reason.NO_COMMON_PROTOCOL, client, "protocol_version");
  }

  @Test
  void twoSidesWithoutACommonCipherSuiteSaySo() throws Exception {
    serverSide.cipherSuites("TLS_AES_128_GCM_SHA256");
    clientSide.cipherSuites("TLS_AES_256_GCM_SHA384");
    handshake();
    assertFailed(server, Reason.NO_COMMON_CIPHER, client, "handshake_failure");
  }

  @ParameterizedTest
  @EnumSource
  void twoSidesWithoutACommonApplicationProtocolSaySo(TlsProtocol protocol) throws Exception {
    serverSide.applicationProtocols("h2").protocols(protocol);
    clientSide.applicationProtocols("irc", "http/1.1");
    handshake();
    assertFailed(server, Reason.NO_COMMON_APPLICATION_PROTOCOL, client, "no_application_protocol");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void plainTextToAServerIsNoTls(int chunk) throws Exception {
    server = new End(serverSide.build().newSession()).start();
    server.feed("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII), chunk);
    assertThat(server.failure().reason()).isEqualTo(Reason.NOT_TLS);
    assertThat(server.takeWire()).startsWith(21, 3, 3);
    assertThat(server.session.heldBytes()).isZero();
  }

  @Test
  void plainTextToAClientIsNoTls() throws Exception {
    client = new End(clientSide.build().newSession(host, 25)).start();
    client.feed("220 mail.test ESMTP\r\n".getBytes(US_ASCII), 2);
    assertThat(client.failure().reason()).isEqualTo(Reason.NOT_TLS);
  }

  private void connect(TlsProtocol protocol) throws TlsConfigException {
    serverSide.protocols(protocol);
    handshake();
    assertThat(client.session.isHandshakeDone()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aChangedBitIsFound(TlsProtocol protocol) throws Exception {
    connect(protocol);
    byte[] wire = client.send("hello").takeWire();
    wire[wire.length - 1] ^= 1;
    server.feed(wire, 10);
    End.carry(client, server, 100);
    assertFailed(server, Reason.BAD_RECORD, client, "bad_record_mac");
    assertThat(server.text()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFailedSessionDropsWhatComesAndRefusesToSend(TlsProtocol protocol) throws Exception {
    connect(protocol);
    server.feed(new byte[100], 100);
    TlsException why = server.failure();
    assertThat(why.reason()).isEqualTo(Reason.BAD_RECORD);
    server.feed(client.send("more").takeWire(), 100);
    assertThat(server.text()).isEmpty();
    assertThatThrownBy(() -> server.session.send(ByteBuffer.allocate(1), server)).isSameAs(why);
    assertThat(server.session.isOutboundClosed()).isTrue();
  }

  private static byte[] header(int type, int length) {
    return new byte[] {(byte) type, 3, 3, (byte) (length >> 8), (byte) length};
  }

  @ParameterizedTest
  @EnumSource
  void aRecordOfMoreThanTheLimitIsRefusedByItsHeader(TlsProtocol protocol) throws Exception {
    connect(protocol);
    server.feed(header(23, BufferPool.RECORD_BYTES - RecordInput.HEADER_BYTES), 5);
    assertThat(server.failure).as("at the limit").isNull();
    connect(protocol);
    server.feed(header(23, BufferPool.RECORD_BYTES - RecordInput.HEADER_BYTES + 1), 5);
    assertThat(server.failure().reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(server.takeWire()).isNotEmpty();
  }

  @Test
  void aHandshakeOfMoreThanTheLimitIsRefused() throws Exception {
    byte[] hello = new End(clientSide.build().newSession(host, 443)).start().takeWire();
    server = new End(serverSide.handshakeLimit(hello.length).build().newSession()).start();
    server.feed(hello, 100);
    assertThat(server.failure).as("at the limit").isNull();
    server = new End(serverSide.handshakeLimit(hello.length - 1).build().newSession()).start();
    server.feed(hello, 100);
    assertThat(server.failure().reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(server.takeWire()).isNotEmpty();
  }

  @Test
  void moreThanIsHeldDuringATaskIsRefusedWhereItComesAtOnce() throws Exception {
    byte[] hello = client.start().takeWire();
    for (int more : new int[] {RecordInput.HELD_LIMIT_BYTES, RecordInput.HELD_LIMIT_BYTES + 1}) {
      newEnds();
      server.start();
      server.runsTasks = false;
      server.feed(java.util.Arrays.copyOf(hello, hello.length + more), 1_000_000);
      assertThat(server.session.needsTask()).isEqualTo(more == RecordInput.HELD_LIMIT_BYTES);
    }
    assertThat(server.failure().reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(server.takeWire()).isNotEmpty();
  }

  @Test
  void renegotiationIsRefused() throws Exception {
    connect(TlsProtocol.TLS_1_2);
    server.feed(header(RecordInput.HANDSHAKE, 1), 5).feed(new byte[1], 1);
    assertThat(server.failure().reason()).isEqualTo(Reason.RENEGOTIATION);
    assertThat(server.takeWire()).isNotEmpty();
  }
}
