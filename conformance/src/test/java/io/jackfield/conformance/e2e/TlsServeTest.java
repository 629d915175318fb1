package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --tls} and clients nobody here wrote. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    names = {"ITERATIVE", "THREADS", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class TlsServeTest {
  private static final Authority AUTHORITY = Authority.make().issue("server").issue("client");

  private static final Server TIMESTAMP = Server.serve("timestamp", AUTHORITY.serving("server"));

  private final Engines engine;

  TlsServeTest(Engines engine) {
    this.engine = engine;
  }

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    TIMESTAMP.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    TIMESTAMP.end();
  }

  private Server serve(String service, String... options) {
    Command command = Command.jackfield("serve", service).and(AUTHORITY.serving("server"));
    return Server.of(command.and(options)).startOn(engine);
  }

  private static String python(String script, Object... arguments) {
    return PythonTls.client(TIMESTAMP.tls(), AUTHORITY, script, arguments);
  }

  @Test
  void theReadyLineNamesTls() {
    assertThat(TIMESTAMP.listening())
        .isEqualTo(List.of("timestamp tls://127.0.0.1:" + TIMESTAMP.tls()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
  void pythonIsAnsweredChunkByChunkAndBothSidesTakeLeave(String version) {
    String said =
        python(
            """
            s = secure(version='%s')
            for chunk in b'hello', b'x' * 16384, b'bye':
                s.sendall(chunk)
                say(exactly(s, 27 + len(chunk)))
            # Sends close_notify, and fails where none comes back.
            s.unwrap().close()
            """
                .formatted(version));
    assertThat(Stamp.split(said)).isEqualTo(List.of("hello", "x".repeat(16_384), "bye"));
  }

  @Test
  void anAnswerIsOneRecord() {
    // One SSL_read gives what one record holds.
    assertThat(
            Stamp.after(
                python(
                    """
                    s = secure()
                    s.sendall(b'hello')
                    say(s.recv(1000))
                    """)))
        .isEqualTo("hello");
  }

  @Test
  void openssl() {
    Command client =
        Command.tool("openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile")
            .and(AUTHORITY.file("ca.pem"), "-verify_hostname", "localhost")
            .and("-connect", "127.0.0.1:" + TIMESTAMP.tls());
    try (Child openssl = client.start()) {
      String answer = openssl.write("hello\n").out().awaitBytes(Stamp.BYTES + 6);
      assertThat(Stamp.after(answer)).isEqualTo("hello\n");
    }
  }

  @Test
  void gnutls() {
    Command client =
        Command.tool("gnutls-cli", "--logfile=/dev/null", "--x509cafile", AUTHORITY.file("ca.pem"))
            .and("--port", "" + TIMESTAMP.tls(), "localhost");
    try (Child gnutls = client.start()) {
      assertThat(gnutls.write("hello\n").out().await("] hello\n")).isNotEmpty();
    }
  }

  @Test
  void curl() {
    try (Server line = serve("timestamp-line")) {
      Finished curl =
          Command.tool("curl", "--silent", "--show-error", "--http0.9", "--cacert")
              .and(AUTHORITY.file("ca.pem"), "https://localhost:" + line.tls() + "/x")
              .and("--resolve", "localhost:" + line.tls() + ":127.0.0.1")
              .run();
      assertThat(Stamp.after(curl.out())).isEqualTo("GET /x HTTP/1.1\r\n");
      assertThat(curl.exit()).as(curl.err()).isZero();
    }
  }

  @Test
  void whoSpeaksPlainTextGetsAnAlertIsCountedAndDisturbsNobody() throws IOException {
    try (Server server = serve("echo")) {
      try (var plain = new Client(server.tls())) {
        // An alert's record: type 21, version 3.x.
        assertThat(plain.send("hello, is there anybody?\n").rest()).startsWith("\u0015\u0003");
      }
      server.process().err().await("does not speak TLS");
      String said =
          PythonTls.client(
              server.tls(), AUTHORITY, "s = secure()\ns.sendall(b'x')\nsay(s.recv(9))\ns.unwrap()");
      assertThat(said).isEqualTo("x");
      server.process().signal("TERM");
      assertThat(server.process().awaitExit()).isZero();
      assertThat(server.process().err().awaitEnd()).contains("after 2 requests, 1 failed");
    }
  }

  @Test
  void whoConnectsAndSaysNothingHoldsUpNobody() throws IOException {
    assumeThat(engine).as("one at a time is its point").isNotEqualTo(Engines.ITERATIVE);
    try (var silent = new Client(TIMESTAMP.tls())) {
      assertThat(python("s = secure()\ns.sendall(b'x')\nsay(exactly(s, 28))\n")).endsWith("x");
      assertThat(silent).isNotNull();
    }
  }

  @Test
  void anEndWithoutCloseNotifyIsTold() {
    try (Server server = serve("echo")) {
      PythonTls.client(
          server.tls(),
          AUTHORITY,
          "s = secure()\ns.sendall(b'x')\nexactly(s, 1)\ns.shutdown(socket.SHUT_WR)\n");
      server.process().err().await("close_notify");
    }
  }

  @Test
  void aServerThatStopsTakesLeaveOfIdleClientsAtOnce() {
    try (Server server = serve("echo", "--drain-timeout", "15")) {
      String said =
          PythonTls.client(
              server.tls(),
              AUTHORITY,
              """
              import signal, time
              s = secure()
              s.sendall(b'x')
              say(exactly(s, 1))
              begun = time.monotonic()
              os.kill(int(ARGS[3]), signal.SIGTERM)
              # An end without close_notify would be an error here.
              say(b'<' + s.recv(100) + b'>')
              assert time.monotonic() - begun < 5
              """,
              server.process().pid());
      assertThat(said).isEqualTo("x<>");
      assertThat(server.process().awaitExit()).isZero();
    }
  }

  @Test
  void onlyClientsWithACertificateAreTakenWhereThatIsAskedFor() {
    try (Server server = serve("echo", "--client-ca", AUTHORITY.file("ca.pem"))) {
      String talk =
          """
          try:
              s = secure(own=ARGS[3] if len(ARGS) > 3 else None)
              s.sendall(b'x')
              say(exactly(s, 1))
          except ssl.SSLError as e:
              say(e.reason.encode())
          """;
      assertThat(PythonTls.client(server.tls(), AUTHORITY, talk)).contains("CERTIFICATE_REQUIRED");
      assertThat(PythonTls.client(server.tls(), AUTHORITY, talk, AUTHORITY.file("client")))
          .isEqualTo("x");
    }
  }

  @Test
  void theApplicationProtocolIsAgreedOn() {
    try (Server server = serve("echo", "--alpn", "irc,echo")) {
      String said =
          PythonTls.client(
              server.tls(),
              AUTHORITY,
              "s = secure(alpn='echo')\nsay(s.selected_alpn_protocol().encode())\n");
      assertThat(said).isEqualTo("echo");
    }
  }
}
