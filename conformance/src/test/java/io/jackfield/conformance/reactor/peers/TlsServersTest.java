package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsException;
import io.jackfield.tls.TlsException.Reason;
import io.jackfield.tls.TlsInfo;
import io.jackfield.tls.TlsPeer;
import io.jackfield.tls.TlsTransport;
import io.jackfield.tls.TlsTruncatedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS client of ours, and servers that are not: OpenSSL, Python. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsServersTest {
  private static final Pattern OPENSSL_PORT = Pattern.compile("ACCEPT 127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern PYTHON_PORT = Pattern.compile("port (\\d+)\n");

  @TempDir static Path folder;
  private static Authority authority;

  @BeforeAll
  static void certificates() {
    authority = new Authority(folder);
    authority.issue("other", "DNS:*.other.test");
    authority.issue("client", "DNS:client");
  }

  /** Sends back each line, its characters in reverse order. */
  private static Command openssl(String... more) {
    return Command.tool("openssl", "s_server", "-accept", "127.0.0.1:0", "-rev")
        .and("-cert", authority.certificate("server"), "-key", authority.key("server"))
        .and(more);
  }

  private static int port(Child openssl) {
    return Integer.parseInt(openssl.out().await(OPENSSL_PORT).group(1));
  }

  private static Told connect(Loop loop, int port, TlsClientConfig config, String host)
      throws Exception {
    var told = new Told();
    CompletableFuture<Protocol> connecting =
        loop.call(() ->
            Tls.connect(
                loop.reactor(),
                Loop.at(port),
                TlsPeer.of(config, host, port),
                _ -> told,
                StreamOptions.DEFAULTS));
    assertThat(Loop.soon(connecting)).isSameAs(told);
    return told;
  }

  private static void say(Loop loop, Told told, String text) throws Exception {
    loop.run(() -> Told.say(told.made.resultNow(), text));
  }

  private static TlsInfo info(Told told) throws Exception {
    return ((TlsTransport) told.transport()).info();
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.conformance.reactor.peers.TlsClientsTest#versionsOnDrivers")
  void opensslTalksAndIsToldGoodBye(String version, String driver) throws Exception {
    try (Child server = openssl(version).start();
        Loop loop = Loop.start(driver)) {
      Told told = connect(loop, port(server), authority.client(), "localhost");
      say(loop, told, "hello\n");
      assertThat(told.await(6)).isEqualTo("olleh\n");
      assertThat(info(told).protocol())
          .hasToString(version.equals("-tls1_2") ? "TLSv1.2" : "TLSv1.3");
      loop.run(() -> told.made.resultNow().close());
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
      server.err().await("CONNECTION CLOSED");
    }
  }

  @Test
  void opensslAgreesOnAnApplicationProtocol() throws Exception {
    try (Child server = openssl("-alpn", "irc,http/1.1").start();
        Loop loop = Loop.start()) {
      TlsClientConfig config =
          TlsClientConfig.builder()
              .trust(authority.trust())
              .applicationProtocols("http/1.1", "irc")
              .build();
      Told told = connect(loop, port(server), config, "localhost");
      assertThat(info(told).applicationProtocol()).isEqualTo("irc");
    }
  }

  @Test
  void opensslChoosesItsCertificateByName() throws Exception {
    try (Child server =
            openssl("-servername", "irc.other.test")
                .and("-cert2", authority.certificate("other"), "-key2", authority.key("other"))
                .start();
        Loop loop = Loop.start()) {
      Told told = connect(loop, port(server), authority.client(), "irc.other.test");
      assertThat(info(told).peerCertificates().getFirst().getSubjectX500Principal())
          .hasToString("CN=other");
    }
  }

  @Test
  void opensslWantsOurCertificate() throws Exception {
    try (Child server =
            openssl(
                    "-Verify",
                    "1",
                    "-CAfile",
                    authority.certificate("authority"),
                    "-verify_return_error")
                .start();
        Loop loop = Loop.start()) {
      TlsClientConfig config =
          TlsClientConfig.builder()
              .trust(authority.trust())
              .identity(authority.identity("client"))
              .build();
      Told with = connect(loop, port(server), config, "localhost");
      say(loop, with, "me\n");
      assertThat(with.await(3)).isEqualTo("em\n");
      loop.run(() -> with.made.resultNow().close());
      // With TLS 1.3 a client is done before the server has looked at its certificate.
      Told without = connect(loop, port(server), authority.client(), "localhost");
      assertThat(Loop.soon(without.lost))
          .asInstanceOf(type(LossReason.Lost.class))
          .extracting(LossReason.Lost::cause)
          .asInstanceOf(type(TlsException.class))
          .extracting(TlsException::alert)
          .isEqualTo("certificate_required");
    }
  }

  @Test
  void aServerForAnotherNameIsRefused() throws Exception {
    try (Child server = openssl().start();
        Loop loop = Loop.start()) {
      int port = port(server);
      assertThatThrownBy(() -> connect(loop, port, authority.client(), "elsewhere.test"))
          .asInstanceOf(type(TlsException.class))
          .extracting(TlsException::reason)
          .isEqualTo(Reason.WRONG_HOST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aKilledServerIsATruncation(String version) throws Exception {
    try (Child server = openssl(version).start();
        Loop loop = Loop.start()) {
      Told told = connect(loop, port(server), authority.client(), "localhost");
      say(loop, told, "hello\n");
      String _ = told.await(6);
      server.signal("KILL");
      assertThat(Loop.soon(told.lost))
          .asInstanceOf(type(LossReason.Lost.class))
          .extracting(LossReason.Lost::cause)
          .isInstanceOf(TlsTruncatedException.class);
    }
  }

  /** The second time the server answers from its ticket. */
  @Test
  void asyncioResumesOurSessionAndSendsAMegabyteBack() throws Exception {
    try (Child server =
            Python.script(
                    """
                    import asyncio, ssl
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(ARGS[0], ARGS[1])

                    async def echo(reader, writer):
                        reused = writer.get_extra_info('ssl_object').session_reused
                        writer.write(b'again\\n' if reused else b'first\\n')
                        while data := await reader.read(65536):
                            writer.write(data)
                            await writer.drain()

                    async def main():
                        server = await asyncio.start_server(echo, '127.0.0.1', 0, ssl=context)
                        say(b'port %d\\n' % server.sockets[0].getsockname()[1])
                        await server.serve_forever()

                    asyncio.run(main())
                    """,
                    authority.certificate("server"), authority.key("server"))
                .start();
        Loop loop = Loop.start()) {
      int port = Integer.parseInt(server.out().await(PYTHON_PORT).group(1));
      TlsClientConfig config = authority.client();
      for (String greeting : new String[] {"first\n", "again\n"}) {
        Told told = connect(loop, port, config, "localhost");
        loop.run(() -> told.made.resultNow().write(ByteBuffer.wrap(Bytes.megabyte())));
        assertThat(told.await(6 + (1 << 20))).isEqualTo(greeting + Bytes.MEGABYTE);
        loop.run(() -> told.made.resultNow().close());
        assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
      }
    }
  }
}
