package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The exit codes and messages of TLS's options where something is wrong with them. */
final class TlsUsageTest {
  private static final Authority AUTHORITY =
      Authority.make().issue("server").issue("other").lock("server", "open-sesame");

  private static Finished run(String line) {
    String files = AUTHORITY.file("");
    return Command.jackfield(line.replace("DIR/", files + "/").split(" ", -1)).run();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve echo --tls 127.0.0.1:0",
        "serve echo --tls 127.0.0.1:0 --cert DIR/server.pem",
        "serve echo --tls 127.0.0.1:0 --key DIR/server.key",
        "serve echo --tls 127.0.0.1 --cert DIR/server.pem --key DIR/server.key",
        "serve echo --tcp 127.0.0.1:0 --cert DIR/server.pem --key DIR/server.key",
        "serve echo --tcp 127.0.0.1:0 --client-ca DIR/ca.pem",
        "serve echo --tcp 127.0.0.1:0 --alpn h2",
        "connect --tls 127.0.0.1",
        "connect --tls 127.0.0.1 https",
        "connect --tls 127.0.0.1 443 444",
        "connect --udp --tls 127.0.0.1 443",
        "connect tls://127.0.0.1",
        "connect tls://127.0.0.1:443 443",
        "connect --ca DIR/ca.pem echo",
        "connect --insecure echo",
        "connect --ca DIR/ca.pem --insecure --tls 127.0.0.1 443",
        "connect --cert DIR/server.pem --tls 127.0.0.1 443"
      })
  void wrongUsageExitsWith2AndSaysWhatIsWrong(String line) {
    Finished misuse = run(line);
    assertThat(misuse.exit()).as(misuse.err()).isEqualTo(2);
    assertThat(misuse.out()).isEmpty();
    assertThat(misuse.err()).startsWith("jackfield").doesNotContain("Exception", "listening");
  }

  @ParameterizedTest
  @CsvSource({
    "missing.pem, server.key, missing.pem: no such file",
    "server.pem, missing.key, missing.key: no such file",
    "server.key, server.key, server.key: no certificate in it",
    "server.pem, other.key, other.key: not the key of the first certificate",
    "server.pem, server.locked, server.locked"
  })
  void whatCannotBeUsedExitsWith3AndSaysWhereAndWhat(String cert, String key, String said) {
    Finished refused = run("serve echo --tls 127.0.0.1:0 --cert DIR/" + cert + " --key DIR/" + key);
    assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
    assertThat(refused.err())
        .startsWith("jackfield serve: cannot speak TLS: ")
        .contains(said)
        .doesNotContain("Exception", "listening");
    assertThat(Wire.text(refused.err()).lines().toList()).as("one sentence").hasSize(1);
  }

  private static Command locked() {
    return Command.jackfield("serve", "echo", "--tls", "127.0.0.1:0", "--cert")
        .and(AUTHORITY.file("server.pem"), "--key", AUTHORITY.file("server.locked"));
  }

  @Test
  void aFileOrAVariableOpensALockedKey() {
    AUTHORITY.write("passphrase", "open-sesame\nwhat follows does not count\n");
    Command byFile = locked().and("--key-password-file", AUTHORITY.file("passphrase"));
    Command byVariable = locked().with("JACKFIELD_KEY_PASSWORD", "open-sesame");
    for (Command command : new Command[] {byFile, byVariable}) {
      try (Server server = Server.of(command).start()) {
        assertThat(server.tls()).isPositive();
        server.stop();
      }
    }
  }

  @Test
  void aWrongPassphraseIsNamedAsWhatIsWrong() {
    Finished refused = locked().with("JACKFIELD_KEY_PASSWORD", "open-barley").run();
    assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
    assertThat(refused.err()).contains("server.locked", "passphrase").doesNotContain("barley");
  }
}
