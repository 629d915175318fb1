package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code connect --tls} and servers nobody here wrote. */
final class TlsConnectTest {
  private static final Authority AUTHORITY = Authority.make().issue("server").issue("client");

  private static final String COUNTING =
      """
      def count(s):
          told = rest(s)
          s.sendall(b'%d bytes' % len(told))
          s.unwrap()
      serve(count)
      """;

  private static Foreign python(String script) {
    return PythonTls.server(AUTHORITY, "server", script);
  }

  private static Command connect(int port, String... options) {
    return Command.jackfield("connect", "--tls", "localhost", "" + port).and(options);
  }

  private static Command trusting(int port, String... options) {
    return connect(port, "--ca", AUTHORITY.file("ca.pem")).and(options);
  }

  private static void assertFailed(Finished client, String... words) {
    assertThat(client.exit()).as(client.err()).isEqualTo(1);
    assertThat(Wire.text(client.err()).lines().toList()).as("one sentence").hasSize(1);
    assertThat(client.err()).startsWith("jackfield connect: ").doesNotContain("Exception");
    assertThat(List.of(words)).allSatisfy(word -> assertThat(client.err()).contains(word));
  }

  /** The server answers when it has seen our close_notify, and we still hear it. */
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1_2", "TLSv1_3"})
  void theInputsEndIsPassedOnAndTheAnswerStillHeard(String version) {
    String only = "context.minimum_version = context.maximum_version = ssl.TLSVersion." + version;
    try (Foreign server = python(only + "\n" + COUNTING)) {
      Finished client = trusting(server.port()).run("hello");
      assertThat(client.err()).isEmpty();
      assertThat(client.out()).isEqualTo("5 bytes");
      assertThat(client.exit()).isZero();
    }
  }

  @Test
  void anEndpointDoesAsWell() {
    try (Foreign server = python(COUNTING)) {
      Finished client =
          Command.jackfield("connect", "tls://127.0.0.1:" + server.port())
              .and("--ca", AUTHORITY.file("ca.pem"))
              .run("hello");
      assertThat(client.out()).isEqualTo("5 bytes");
      assertThat(client.exit()).as(client.err()).isZero();
    }
  }

  @Test
  void eightMegabytesEachWayComeInOrder() {
    byte[] much = new byte[8 << 20];
    new Random(8446).nextBytes(much);
    try (Foreign server =
        python("def echo(s):\n    s.sendall(rest(s))\n    s.unwrap()\nserve(echo)\n")) {
      Finished client = trusting(server.port()).run(much);
      assertThat(client.out().equals(Wire.of(much))).isTrue();
      assertThat(client.exit()).as(client.err()).isZero();
    }
  }

  @Test
  void openssl() {
    Command server =
        Command.tool("openssl", "s_server", "-accept", "127.0.0.1:0", "-rev")
            .and("-cert", AUTHORITY.file("server.pem"), "-key", AUTHORITY.file("server.key"));
    try (Child openssl = server.start()) {
      Pattern line = Pattern.compile("ACCEPT 127\\.0\\.0\\.1:(\\d+)");
      int port = Integer.parseInt(openssl.out().await(line).group(1));
      try (Child client = trusting(port).start()) {
        assertThat(client.write("hello\n").out().await("olleh\n")).isEqualTo("olleh\n");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void ourOwnServer(Engines engine) {
    try (Server echo = Server.serve("echo", AUTHORITY.serving("server")).startOn(engine)) {
      Finished client = trusting(echo.tls()).run("hello");
      assertThat(client.out()).isEqualTo("hello");
      assertThat(client.exit()).as(client.err()).isZero();
      echo.stop();
    }
  }

  @Test
  void whatIsCutOffIsPrintedAndReported() {
    // It takes all that is sent first: a close over unread bytes would be a reset.
    String cut =
        """
        def cut(s):
            while s.recv(100):
                pass
            s.sendall(b'half of')
            s.close()
        serve(cut)
        """;
    try (Foreign server = python(cut)) {
      Finished client = trusting(server.port()).run("x");
      assertThat(client.out()).isEqualTo("half of");
      assertFailed(client, "close_notify", "missing");
    }
  }

  @Test
  void aCertificateOfAnUnknownAuthorityIsRefused() {
    try (Foreign server = python(COUNTING)) {
      Finished client = connect(server.port()).run("secret");
      assertThat(client.out()).isEmpty();
      assertFailed(client, "not trusted", "--ca");
      server.process().out().await("failed: ");
    }
  }

  @Test
  void aCertificateForAnotherHostIsRefused() {
    try (Foreign server = python(COUNTING)) {
      assertFailed(
          trusting(server.port(), "--server-name", "example.org").run("secret"),
          "another host",
          "example.org");
    }
  }

  @Test
  void whoWantsNoProofIsToldWhatThatMeans() {
    try (Foreign server = python(COUNTING)) {
      Finished client = connect(server.port(), "--insecure").run("hello");
      assertThat(client.out()).isEqualTo("5 bytes");
      assertThat(client.err()).contains("--insecure: nobody checks who the server is");
      assertThat(client.exit()).isZero();
    }
  }

  @Test
  void aCertificateOfOursIsShownWhereItIsAskedFor() {
    String asking =
        """
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(ARGS[1])
        def name(s):
            s.sendall(dict(part[0] for part in s.getpeercert()['subject'])['commonName'].encode())
            s.unwrap()
        serve(name)
        """;
    try (Foreign server = python(asking)) {
      String[] own = {
        "--cert", AUTHORITY.file("client.pem"), "--key", AUTHORITY.file("client.key")
      };
      Finished client = trusting(server.port(), own).run("");
      assertThat(client.out()).isEqualTo("client");
      assertThat(client.exit()).as(client.err()).isZero();
      assertFailed(trusting(server.port()).run(""), "client certificate");
    }
  }

  @Test
  void theApplicationProtocolIsAgreedOn() {
    String choosing =
        """
        context.set_alpn_protocols(['echo'])
        def tell(s):
            s.sendall(s.selected_alpn_protocol().encode())
            s.unwrap()
        serve(tell)
        """;
    try (Foreign server = python(choosing)) {
      assertThat(trusting(server.port(), "--alpn", "irc,echo").run("").out()).isEqualTo("echo");
    }
  }

  @Test
  void aServerThatSpeaksPlainTextIsNamedAsThat() {
    try (Foreign server =
        Foreign.python("stream(lambda s, client: s.sendall(b'220 hello, who is there?\\r\\n'))")) {
      assertFailed(trusting(server.port()).run("x"), "does not speak TLS");
    }
  }

  @Test
  void aServerThatNeverShakesHandsIsNotWaitedForLongerThanTold() {
    try (Foreign silent = Foreign.python("stream(lambda s, client: [c for c in chunks(s)])")) {
      assertFailed(trusting(silent.port(), "--wait", "1").run("x"), "timed out");
    }
  }

  @Test
  void authoritiesThatCannotBeReadAreNamed() {
    Finished client = connect(1, "--ca", AUTHORITY.file("missing.pem")).run("x");
    assertFailed(client, "missing.pem: no such file");
  }
}
