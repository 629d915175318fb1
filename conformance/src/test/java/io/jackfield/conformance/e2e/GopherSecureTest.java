package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Gopher by TLS and in the Unix domain: our server, our clients, and curl, OpenSSL and netcat. */
final class GopherSecureTest {
  private static final Authority AUTHORITY = Authority.make().issue("server");

  private static final Path FOLDER = GopherFolder.make();

  private static final String SOCKET = FOLDER.resolve("gopher.sock").toString();

  @RegisterExtension
  static final Server GOPHER =
      Server.of(
          Command.jackfield("serve", "gopher", "--unix", SOCKET)
              .and(AUTHORITY.serving("server"))
              .and("--root", FOLDER.resolve("root").toString()));

  @TempDir private Path temp;

  private static String url(String path) {
    return "gophers://localhost:" + GOPHER.tls() + path;
  }

  private static String out(Command command, String input) {
    Finished finished = command.run(input);
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out();
  }

  private static Command curl(String path) {
    return Command.tool("curl", "-sS", "--cacert", AUTHORITY.file("ca.pem"), url(path));
  }

  private static Command client(String command, String... rest) {
    return Command.jackfield(command, "--ca", AUTHORITY.file("ca.pem")).and(rest);
  }

  // ---- by TLS -----------------------------------------------------------------------------------

  @Test
  void curlIsServedByTls() {
    assertThat(out(curl("/0/dots.txt"), "")).isEqualTo(GopherFolder.DOTS_SENT);
    assertThat(out(curl("/9/bytes.bin"), "").equals(Wire.of(GopherFolder.bytes(3 << 20)))).isTrue();
  }

  @Test
  void aMenuHadByTlsLeadsOnByTlsAndByTheSameName() {
    assertThat(out(client("gopher", url("/")), ""))
        .contains("dots.txt (23 bytes)  <gophers://localhost:" + GOPHER.tls() + "/0/dots.txt>\n");
  }

  @Test
  void ourClientsAreServedByTlsAndVerify() throws Exception {
    assertThat(out(client("gopher", "--tls", "localhost:" + GOPHER.tls(), "/dots.txt"), ""))
        .contains("first\n", ".second\n");
    Finished fetched =
        client("fetch", "-d", temp.toString(), url("/9/bytes.bin"), url("/0/dots.txt")).run();
    assertThat(fetched.exit()).as(fetched.err()).isZero();
    assertThat(Files.readAllBytes(temp.resolve("bytes.bin")))
        .isEqualTo(GopherFolder.bytes(3 << 20));
    assertThat(temp.resolve("dots.txt")).isNotEmptyFile();
    Finished untrusted = Command.jackfield("gopher", url("/")).run();
    assertThat(untrusted.exit()).isEqualTo(1);
    assertThat(untrusted.err()).contains("--ca FILE says whom to trust");
  }

  // ---- in the Unix domain -----------------------------------------------------------------------

  @Test
  void aMenuSaysLocalhostWhichOurClientFindsAtTheSocket() {
    assertThat(out(Command.tool("nc", "-N", "-U", SOCKET), "/sub\r\n"))
        .contains("0A\t/sub/a b.txt\tlocalhost\t7070\r\n");
    assertThat(out(Command.jackfield("gopher", "unix:" + SOCKET, "/dots.txt"), ""))
        .contains("first\n", ".second\n");
  }
}
