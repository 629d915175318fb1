package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsInfo;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsServerConfig.ClientCertificate;
import io.jackfield.tls.TlsTransport;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A TLS port of ours, and clients that are not: OpenSSL, GnuTLS, curl, Python. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class TlsClientsTest {
  @TempDir static Path folder;
  private static Authority authority;

  private final Sessions<Echo> sessions = Sessions.echo();

  @BeforeAll
  static void certificates() {
    authority = new Authority(folder);
    authority.issue("other", "DNS:*.other.test");
    authority.issue("client", "DNS:client");
  }

  /** Shows on standard output what comes and nothing else; says the rest on standard error. */
  private static Command openssl(int port, String... more) {
    return Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + port)
        .and("-CAfile", authority.certificate("authority"), "-verify_return_error")
        .and("-nocommands", "-brief")
        .and(more);
  }

  private static Command python(int port, String script) {
    return Python.script(
        """
        import asyncio, ssl
        context = ssl.create_default_context(cafile=ARGS[2])

        def secure():
            return context.wrap_socket(
                connect(), server_hostname='localhost', suppress_ragged_eofs=False)

        """
            + script,
        "127.0.0.1",
        port,
        authority.certificate("authority"));
  }

  private static TlsInfo info(Told told) throws Exception {
    return ((TlsTransport) told.transport()).info();
  }

  static Stream<Arguments> versionsOnDrivers() {
    return Drivers.names().stream()
        .flatMap(driver -> Stream.of("-tls1_2", "-tls1_3").map(one -> arguments(one, driver)));
  }

  @ParameterizedTest
  @MethodSource("versionsOnDrivers")
  void opensslGetsItsMegabyteBackAndSaysGoodBye(String version, String driver) throws Exception {
    try (Loop loop = Loop.start(driver);
        Child client =
            openssl(loop.listen(Tls.server(authority.server(), sessions)), version).start()) {
      client.write(Bytes.megabyte());
      assertThat(client.out().awaitBytes(1 << 20)).isEqualTo(Bytes.MEGABYTE);
      client.closeInput();
      assertThat(client.awaitExit()).as(client.err().soFar()).isZero();
      Echo echo = sessions.next();
      assertThat(Loop.soon(echo.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(echo.ended).isDone();
      assertThat(info(echo).protocol())
          .hasToString(version.equals("-tls1_2") ? "TLSv1.2" : "TLSv1.3");
    }
  }

  @Test
  void opensslAsksForANameAndAnApplicationProtocol() throws Exception {
    TlsServerConfig config =
        TlsServerConfig.builder(authority.identity("server"))
            .identity(authority.identity("other"))
            .applicationProtocols("irc", "http/1.1")
            .build();
    try (Loop loop = Loop.start();
        Child client =
            openssl(loop.listen(Tls.server(config, sessions)))
                .and("-servername", "irc.other.test", "-alpn", "http/1.1,irc")
                .start()) {
      client.write("x\n").out().await("x\n");
      client.err().await("CN = other");
      TlsInfo info = info(sessions.next());
      assertThat(info.serverName()).isEqualTo("irc.other.test");
      assertThat(info.applicationProtocol()).isEqualTo("irc");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void aClientsCertificateIsRequired(String version) throws Exception {
    TlsServerConfig config =
        TlsServerConfig.builder(authority.identity("server"))
            .clientCertificate(ClientCertificate.REQUIRED, authority.trust())
            .build();
    try (Loop loop = Loop.start()) {
      int port = loop.listen(Tls.server(config, sessions));
      Finished without = openssl(port, version, "-ign_eof").run();
      assertThat(without.exit()).isNotZero();
      assertThat(without.err()).containsAnyOf("certificate required", "handshake failure");
      assertThat(sessions.isEmpty()).isTrue();
      try (Child with =
          openssl(port, version)
              .and("-cert", authority.certificate("client"), "-key", authority.key("client"))
              .start()) {
        with.write("x\n").out().await("x\n");
        assertThat(info(sessions.next()).peerCertificates().getFirst().getSubjectX500Principal())
            .hasToString("CN=client");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  void sessionsAreResumedUntilTheCertificatesAreReadAnew(String version) throws Exception {
    TlsServerConfig config = authority.server();
    String file = folder.resolve("session" + version).toString();
    try (Loop loop = Loop.start()) {
      int port = loop.listen(Tls.server(config, sessions));
      Command client =
          Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + port, version)
              .and("-CAfile", authority.certificate("authority"), "-nocommands");
      try (Child running = client.start()) {
        assertThat(talk(client.and("-sess_out", file))).contains("New, ");
        assertThat(talk(client.and("-sess_in", file))).contains("Reused, ");
        authority.issue("server", "DNS:localhost,IP:127.0.0.1,DNS:renewed");
        config.reload();
        assertThat(talk(client.and("-sess_in", file))).contains("New, ");
        running.write("still here\n").out().await("\nstill here\n");
      }
    }
  }

  private static String talk(Command client) {
    try (Child child = client.start()) {
      child.write("hello\n").out().await("\nhello\n");
      child.closeInput();
      return child.out().awaitEnd();
    }
  }

  /** It ends its half by close_notify and awaits ours. */
  @Test
  void gnutlsEndsItsHalfAndGetsTheRest() throws Exception {
    try (Loop loop = Loop.start()) {
      Finished finished =
          Command.tool(
                  "gnutls-cli",
                  "--port",
                  "" + loop.listen(Tls.server(authority.server(), sessions)))
              .and("--x509cafile", authority.certificate("authority"), "--logfile", "/dev/null")
              .and("localhost")
              .run(Bytes.megabyte());
      assertThat(finished.exit()).as(finished.err()).isZero();
      assertThat(finished.out()).endsWith(Bytes.MEGABYTE);
      Echo echo = sessions.next();
      assertThat(Loop.soon(echo.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(echo.ended).isDone();
    }
  }

  @Test
  void curlGetsAPage() throws Exception {
    try (Loop loop = Loop.start()) {
      int port =
          loop.listen(
              Tls.server(
                  authority.server(),
                  _ ->
                      new Told() {
                        @Override
                        public void dataReceived(java.nio.ByteBuffer bytes) {
                          say(made.resultNow(), "HTTP/1.0 200 OK\r\n\r\nhello, curl");
                          made.resultNow().close();
                        }
                      }));
      Finished finished =
          Command.tool("curl", "-s", "--cacert", authority.certificate("authority"))
              .and("--noproxy", "*", "https://localhost:" + port + "/")
              .run();
      assertThat(finished.exit()).as(finished.err()).isZero();
      assertThat(finished.out()).isEqualTo("hello, curl");
    }
  }

  /** Two megabytes each way at a time, taken in small pieces: neither side may collect them. */
  @Test
  void asyncioSendsAndTakesMuchAndWeHoldItBack() throws Exception {
    var options = StreamOptions.builder().marks(16_384, 65_536).build();
    try (Loop loop = Loop.start()) {
      Finished finished =
          python(
                  loop.listen(Tls.server(authority.server(), sessions), options),
                  """
                  async def main():
                      reader, writer = await asyncio.open_connection(
                          ARGS[0], int(ARGS[1]), ssl=context, server_hostname='localhost')
                      data = b'0123456' * 300000
                      async def send():
                          for i in range(0, len(data), 100000):
                              writer.write(data[i:i + 100000])
                              await writer.drain()
                      sending = asyncio.create_task(send())
                      got = bytearray()
                      while len(got) < len(data):
                          got += await reader.read(3000)
                      assert got == data
                      await sending
                      writer.close()
                      await writer.wait_closed()

                  asyncio.run(main())
                  """)
              .run();
      assertThat(finished.exit()).as(finished.err()).isZero();
      Echo echo = sessions.next();
      assertThat(Loop.soon(echo.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(echo.mostBuffered).isLessThan(65_536 + 2 * 65_536);
    }
  }

  /** OpenSSL 3 in Python reports an end without close_notify as an error. */
  @Test
  void ourHalfEndsFirstAndTheirsGoesOn() throws Exception {
    Sessions<Told> plain = Sessions.told();
    try (Loop loop = Loop.start();
        Child client =
            python(
                    loop.listen(Tls.server(authority.server(), plain)),
                    """
                    s = secure()
                    say(rest(s) + b'; the end')
                    s.sendall(b'still here')
                    s.unwrap()
                    """)
                .start()) {
      Told told = plain.next();
      told.transport();
      loop.run(() -> {
        Told.say(told.made.resultNow(), "all of ours");
        told.made.resultNow().endOutput();
      });
      assertThat(client.out().await("; the end")).isEqualTo("all of ours; the end");
      assertThat(told.await(10)).isEqualTo("still here");
      Loop.soon(told.ended);
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(client.awaitExit()).as(client.err().soFar()).isZero();
    }
  }

  @Test
  void aStopOfTheReactorIsAGoodByeToo() throws Exception {
    Sessions<Told> plain = Sessions.told();
    Loop loop = Loop.start();
    try (Child client =
        python(loop.listen(Tls.server(authority.server(), plain)), "say(rest(secure()))\n")
            .start()) {
      Told told = plain.next();
      told.transport();
      loop.close();
      assertThat(client.awaitExit()).as(client.err().soFar()).isZero();
      assertThat(client.out().awaitEnd()).isEmpty();
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
    } finally {
      loop.close();
    }
  }

  @Test
  void ourCloseIsAGoodBye() throws Exception {
    Sessions<Told> plain = Sessions.told();
    try (Loop loop = Loop.start();
        Child client =
            python(loop.listen(Tls.server(authority.server(), plain)), "say(rest(secure()))\n")
                .start()) {
      Told told = plain.next();
      told.transport();
      loop.run(() -> {
        Told.say(told.made.resultNow(), "that is all");
        told.made.resultNow().close();
      });
      assertThat(client.out().awaitEnd()).isEqualTo("that is all");
      assertThat(client.awaitExit()).as(client.err().soFar()).isZero();
      assertThat(Loop.soon(told.lost))
          .asInstanceOf(type(LossReason.class))
          .isInstanceOf(LossReason.Done.class);
    }
  }
}
