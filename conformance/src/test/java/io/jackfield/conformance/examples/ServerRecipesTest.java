package io.jackfield.conformance.examples;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.conformance.reactor.peers.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/recipes.md that are servers do what they say. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServerRecipesTest {
  private static Command client(int port, Authority trusted) {
    return Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + port)
        .and("-CAfile", trusted.certificate("authority"), "-verify_return_error")
        .and("-nocommands", "-brief");
  }

  @Test
  void tlsReload(@TempDir Path first, @TempDir Path second, @TempDir Path used) throws IOException {
    var old = new Authority(first);
    var renewed = new Authority(second);
    Path certificate = used.resolve("certificate.pem");
    Path key = used.resolve("key.pem");
    Files.copy(Path.of(old.certificate("server")), certificate);
    Files.copy(Path.of(old.key("server")), key);
    try (Child server = Example.of("servers/TlsReload", certificate, key, 0).start()) {
      int port = Example.port(server);
      try (Child client = client(port, old).start()) {
        client.write("before\n").out().await("BEFORE\n");

        Files.writeString(certificate, "nothing of use");
        server.signal("HUP");
        server.err().await("certificate.pem");
        client.write("still\n").out().await("STILL\n");

        Files.copy(Path.of(renewed.certificate("server")), certificate, REPLACE_EXISTING);
        Files.copy(Path.of(renewed.key("server")), key, REPLACE_EXISTING);
        server.signal("HUP");
        server.out().await("reloaded\n");
        client.write("after\n").out().await("AFTER\n");
      }
      try (Child client = client(port, renewed).start()) {
        client.write("hello\n").out().await("HELLO\n");
      }
      assertThat(client(port, old).run("hello\n").exit()).isNotZero();
    }
  }

  @Test
  void limited() {
    try (Child server = Example.of("servers/Limited", 0).start()) {
      int port = Example.port(server);
      String said =
          Python.client(
              port,
              """
              one, silent = connect(), connect()
              one.sendall(b'one\\n')
              say(exactly(one, 4))
              third = connect()
              say(b'third: %r\\n' % rest(third))
              say(b'silent: %r\\n' % rest(silent))
              one.sendall(b'x' * 79 + b'\\n')
              say(exactly(one, 80))
              one.sendall(b'y' * 80 + b'\\n')
              say(b'too long: %r\\n' % rest(one))
              """);
      assertThat(said)
          .isEqualTo("ONE\nthird: b''\nsilent: b''\n" + "X".repeat(79) + "\ntoo long: b''\n");
      server.out().await("silent for too long: /127.0.0.1:");
      server.out().await("a line is longer than 80 bytes: /127.0.0.1:");
    }
  }

  @Test
  void behindProxy() {
    try (Child server = Example.of("servers/BehindProxy", 0).start()) {
      int port = Example.port(server);
      assertThat(Example.netcat(port, "PROXY TCP4 192.0.2.7 203.0.113.1 4711 443\r\n"))
          .isEqualTo("/192.0.2.7:4711\n");
      assertThat(Example.netcat(port, "no header\r\n")).isEmpty();
      String fromElsewhere =
          """
          c = socket.create_connection((ARGS[0], int(ARGS[1])), LIMIT, ('127.0.0.2', 0))
          say(rest(c))
          """;
      assertThat(Python.client(port, fromElsewhere)).startsWith("/127.0.0.2:");
    }
  }

  @Test
  void newRules() {
    try (Child server = Example.of("servers/NewRules", 0).start()) {
      int port = Example.port(server);
      try (Child early = Command.tool("nc", "-N", "127.0.0.1", "" + port).start()) {
        early.write("a\n").out().await("server 1: a\n");
        server.signal("HUP");
        server.out().await("replaced\n");
        assertThat(Example.netcat(port, "b\n")).isEqualTo("server 2: b\n");
        early.write("c\n").out().await("server 1: c\n");
        server.signal("HUP");
        server.out().await("replaced\nreplaced\n");
        assertThat(Example.netcat(port, "d\n")).isEqualTo("server 3: d\n");
        early.write("e\n").out().await("server 1: e\n");
        early.closeInput();
        assertThat(early.awaitExit()).isZero();
      }
    }
  }
}
