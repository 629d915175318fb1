package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code connect SERVICE} by TLS and in the Unix domain: our services, and socat's cat as echo. */
final class ConnectEndpointsTest {
  private static final Authority AUTHORITY = Authority.make().issue("server");
  private static final String TRUSTED = AUTHORITY.file("ca.pem");

  @TempDir private Path folder;

  private static String answers(String typed, String... options) {
    Finished client = Command.jackfield("connect").and(options).run(typed);
    assertThat(client.err()).isEmpty();
    assertThat(client.exit()).isZero();
    return client.out();
  }

  private String path() {
    return folder.resolve("s").toString();
  }

  @ParameterizedTest
  @CsvSource({
    "timestamp, x, \\[.{24}] x\\n",
    "daytime, '', .{24}\\R",
    "menu, 1, (?s).* 10086.*",
  })
  void aServiceIsTalkedWithWhereverItListens(String service, String typed, String answer) {
    Command serve =
        Command.jackfield("serve", service, "--unix", path()).and(AUTHORITY.serving("server"));
    try (Server server = Server.of(serve).start()) {
      String tls = "tls://localhost:" + server.tls();
      assertThat(answers(typed, "--ca", TRUSTED, service, tls)).matches(answer);
      assertThat(answers(typed, service, "unix:" + path())).matches(answer);
      server.stop();
    }
  }

  @Test
  void datagramsOfTheUnixDomainAreAnswered() {
    try (Server server = Server.serve("timestamp", "--unix-dgram", path()).start()) {
      String answer = answers("one\ntwo\n", "timestamp", "unix-dgram:" + path());
      assertThat(answer).matches("\\[.{24}] one\n\\[.{24}] two\n");
      assertThat(answers("one\n", "-uU", "timestamp", path())).matches("\\[.{24}] one\n");
      server.stop();
    }
  }

  @Test
  void echoTalksToSocatByTlsAndChecksWhoItIs() {
    try (Foreign socat = Foreign.socat("OPENSSL-LISTEN", AUTHORITY.forSocat("server"))) {
      String port = String.valueOf(socat.port());
      assertThat(answers("one\ntwo\n", "--tls", "--ca", TRUSTED, "echo", "localhost", port))
          .isEqualTo("one\ntwo\n");
      assertThat(answers("one\n", "echo", "tls://localhost:" + port + "?ca=" + TRUSTED))
          .isEqualTo("one\n");
      Finished untrusting = Command.jackfield("connect", "--tls", "echo", "localhost", port).run();
      assertThat(untrusting.exit()).isEqualTo(1);
      assertThat(untrusting.out()).isEmpty();
      assertThat(untrusting.err()).contains("--ca FILE says whom to trust");
    }
  }

  @Test
  void echoTalksToSocatInTheUnixDomain() {
    try (Child socat = Command.tool("socat", "-d", "-d", listening("LISTEN"), "EXEC:cat").start()) {
      socat.err().await("listening on ");
      assertThat(answers("one\ntwo\n", "-U", "echo", path())).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void echoTalksToSocatByDatagramsOfTheUnixDomain() {
    try (Child socat =
        Command.tool("socat", "-d", "-d", listening("RECVFROM"), "EXEC:cat").start()) {
      socat.err().await("receiving on ");
      assertThat(answers("one\ntwo\n", "echo", "unix-dgram:" + path())).isEqualTo("one\ntwo\n");
    }
  }

  private String listening(String how) {
    return "UNIX-" + how + ":" + path() + ",fork";
  }
}
