package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our Gopher server and the clients that people have, our client and a server that people have. */
final class GopherPeersTest {
  private static final Path FOLDER = GopherFolder.make();

  @RegisterExtension
  static final Server GOPHER =
      Server.serve("gopher", "--tcp", "127.0.0.1:0", "--root", FOLDER.resolve("root").toString());

  @TempDir private Path temp;

  private static String url(String path) {
    return "gopher://127.0.0.1:" + GOPHER.tcp() + path;
  }

  // ---- their clients ----------------------------------------------------------------------------

  @Test
  void curlGetsWhatIsSent() {
    Finished text = Command.tool("curl", "-sS", url("/0/dots.txt")).run();
    assertThat(text.err()).isEmpty();
    assertThat(text.out()).isEqualTo(GopherFolder.DOTS_SENT);
    assertThat(Command.tool("curl", "-sS", url("/0/sub/a%20b.txt")).run().out())
        .isEqualTo("nothing but a needle\r\n.\r\n");
    assertThat(Command.tool("curl", "-sS", url("/7/sub%09needle")).run().out())
        .contains("1 file found for 'needle'.");
  }

  @Test
  void curlSavesAFileAsItIs() throws Exception {
    Path saved = temp.resolve("saved");
    Finished curl = Command.tool("curl", "-sS", "-o", saved.toString(), url("/9/bytes.bin")).run();
    assertThat(curl.exit()).as(curl.err()).isZero();
    assertThat(Files.readAllBytes(saved)).isEqualTo(GopherFolder.bytes(3 << 20));
  }

  @Test
  void lynxShowsMenusAndTexts() {
    String menu = Command.tool("lynx", "-dump", url("/")).run().out();
    assertThat(menu).contains("(BIN) [1]bytes.bin", "(FILE) [2]dots.txt", "(DIR) [4]sub/");
    assertThat(menu).contains(url("/1/sub"), url("/0/dots.txt"));
    assertThat(Command.tool("lynx", "-dump", url("/0/dots.txt")).run().out())
        .contains("first\n", ".second\n", "..\n", "last");
    assertThat(Command.tool("lynx", "-dump", url("/1/sub")).run().out())
        .contains("Below", "(FILE) [1]A");
  }

  // ---- their server -----------------------------------------------------------------------------

  /** Gophernicus, which inetd would start for each connection. */
  private static Foreign gophernicus() {
    Command.need("gophernicus");
    Command.need("socat");
    return Foreign.socatExec(
        "gophernicus -nf -nu -nv -nx -h 127.0.0.1 -r " + FOLDER.resolve("root"));
  }

  private static Finished gopher(String... arguments) {
    return Command.jackfield("gopher").and(arguments).run();
  }

  @Test
  void ourClientReadsGophernicus() {
    try (Foreign server = gophernicus()) {
      String at = "127.0.0.1:" + server.port();
      Finished menu = gopher(at);
      assertThat(menu.exit()).as(menu.err()).isZero();
      assertThat(menu.out()).contains("dots.txt", "sub", "bytes.bin");
      assertThat(gopher(at + "/").out()).isEqualTo(menu.out());
      assertThat(gopher(at + "/sub/a b.txt").out()).isEqualTo("nothing but a needle\n");
      assertThat(gopher(at, "/sub").out()).contains("Below");
    }
  }

  @Test
  void ourClientSavesAFileOfGophernicus() throws Exception {
    try (Foreign server = gophernicus()) {
      Path saved = temp.resolve("saved");
      Finished finished =
          gopher("-o", saved.toString(), "gopher://127.0.0.1:" + server.port() + "/9/bytes.bin");
      assertThat(finished.exit()).as(finished.err()).isZero();
      assertThat(Files.readAllBytes(saved)).isEqualTo(GopherFolder.bytes(3 << 20));
    }
  }

  // ---- ours with ours ---------------------------------------------------------------------------

  @Test
  void aMenuIsLinesWithWhatTheyLeadTo() {
    assertThat(gopher("127.0.0.1:" + GOPHER.tcp() + "/sub").out())
        .isEqualTo("Below\nA  <" + url("/0/sub/a%20b.txt") + ">\n");
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "/, ''", "'', /", "/dots.txt, ''", "'', /dots.txt", "'', dots.txt"})
  void aSelectorIsWrittenBehindTheHostOrBesideIt(String behind, String beside) {
    String at = "127.0.0.1:" + GOPHER.tcp() + behind;
    Finished finished = beside.isEmpty() ? gopher(at) : gopher(at, beside);
    assertThat(finished.exit()).as(finished.err()).isZero();
    boolean isText = (behind + beside).contains("dots");
    assertThat(finished.out()).startsWith(isText ? "first\n.second\n..\n.\nlast\n" : "bytes.bin");
  }

  @Test
  void bytesGoToThePipeAsTheyAre() {
    Finished finished = gopher(url("/9/bytes.bin"));
    assertThat(finished.out().equals(Wire.of(GopherFolder.bytes(3 << 20)))).isTrue();
  }

  @Test
  void aRefusalIsASentence() {
    Finished refused = gopher(url("/0/nothing"));
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo("jackfield gopher: the server says: there is no '/nothing' here\n");
  }

  @ParameterizedTest
  @CsvSource({
    "gopher://127.0.0.1:1/, 'connection refused'",
    "127.0.0.1:1, 'connection refused'",
    "nowhere.invalid, 'unknown host: nowhere.invalid'"
  })
  void whoIsNotThereIsASentence(String where, String sentence) {
    Finished failed = gopher(where);
    assertThat(failed.exit()).isEqualTo(1);
    assertThat(Wire.text(failed.err())).startsWith("jackfield gopher: ").contains(sentence);
    assertThat(failed.err().lines()).hasSize(1);
  }

  @Test
  void aServerThatIsSilentIsWaitedForAsLongAsWasSaid() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                s.sendall(b'iHello')
                time.sleep(100)
            stream(handle)
            """)) {
      Finished late = gopher("-w", "1", "127.0.0.1:" + python.port());
      assertThat(late.exit()).isEqualTo(1);
      assertThat(late.err()).containsIgnoringCase("timed out");
    }
  }

  @Test
  void aMenuWithoutEndIsRefused() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                while True:
                    s.sendall(b'x' * 65536)
            stream(handle)
            """)) {
      Finished refused = gopher("127.0.0.1:" + python.port());
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("the menu is longer than 1048576 bytes");
    }
  }

  @Test
  void connectAsksForASelectorALine() {
    Finished client =
        Command.jackfield("connect", "gopher", "127.0.0.1", "" + GOPHER.tcp())
            .run("/dots.txt\n/sub\n");
    assertThat(client.err()).isEmpty();
    assertThat(client.out()).startsWith(GopherFolder.DOTS_SENT + "iBelow\t");
  }

  @Test
  void menusNameWhatTheServerIsToldTo() {
    Server named =
        Server.serve("gopher", "--tcp", "127.0.0.1:0", "--name", "gopher.example.org:70");
    try (named) {
      named.start();
      assertThat(Peer.PYTHON.tcp(named.tcp(), "\r\n"))
          .contains("0Welcome\t/welcome.txt\tgopher.example.org\t70\r\n");
      named.stop();
    }
  }
}
