package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gopher's wire, on every engine and driver. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = Engines.ASKED_BY_READINESS, mode = EnumSource.Mode.MATCH_NONE)
final class GopherServeTest {
  private static final Path FOLDER = GopherFolder.make();

  private static final Server GOPHER =
      Server.serve("gopher", "--tcp", "127.0.0.1:0", "--root", FOLDER.resolve("root").toString());

  private static final String END = ".\r\n";

  private final Engines engine;

  GopherServeTest(Engines engine) {
    this.engine = engine;
  }

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    GOPHER.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    GOPHER.end();
  }

  private static String asked(String request) {
    return Peer.PYTHON.tcp(GOPHER.tcp(), request);
  }

  private static String here(String item) {
    return item + "\t127.0.0.1\t" + GOPHER.tcp() + "\r\n";
  }

  private static String refused(String selector) {
    return "3there is no '" + selector + "' here\t\terror.host\t1\r\n" + END;
  }

  @ParameterizedTest
  @EnumSource
  void theFirstMenuIsWhatIsInTheFolder(Peer peer) {
    assertThat(peer.tcp(GOPHER.tcp(), "\r\n"))
        .isEqualTo(
            here("9bytes.bin (3.0 MiB)\t/bytes.bin")
                + here("0dots.txt (23 bytes)\t/dots.txt")
                + here("0long.txt (4.0 MiB)\t/long.txt")
                + here("1sub/\t/sub")
                + here("7Search for words below here\t/")
                + END);
  }

  @Test
  void aGophermapIsAMenu() {
    assertThat(asked("/sub\r\n"))
        .isEqualTo("iBelow\t\terror.host\t1\r\n" + here("0A\t/sub/a b.txt") + END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dots.txt\r\n", "/dots.txt\n", "dots.txt\n", "/dots.txt"})
  void aTextHasItsDotsDoubledAndOneAtItsEnd(String request) {
    assertThat(asked(request)).isEqualTo(GopherFolder.DOTS_SENT);
  }

  @Test
  void aLongTextIsSentToItsEnd() {
    String sent = asked("/long.txt\r\n");
    assertThat(sent).endsWith("\r\n.\r\n");
    String text = sent.substring(0, sent.length() - END.length());
    assertThat(text.replace("\r\n", "\n").replace("\n..", "\n.").replaceFirst("^\\.\\.", "."))
        .isEqualTo(GopherFolder.longText());
  }

  @Test
  void bytesAreSentAsTheyAre() {
    assertThat(asked("/bytes.bin\r\n").equals(Wire.of(GopherFolder.bytes(3 << 20)))).isTrue();
  }

  @Test
  void wordsAreSearchedFor() {
    assertThat(asked("/sub\tNEEDLE but\r\n"))
        .isEqualTo(
            here("0a b.txt: nothing but a needle\t/sub/a b.txt")
                + "i1 file found for 'needle but'.\t\terror.host\t1\r\n"
                + END);
  }

  @Test
  void nothingOutsideOfTheFolderIsThereInAnySpelling() {
    String answers =
        Python.client(
            GOPHER.tcp(),
            """
            for selector in [b'..', b'/..', b'../secret.txt', b'/../secret.txt', b'sub/../../secret.txt',
                             b'//../secret.txt', b'/./../secret.txt', b'%2e%2e/secret.txt',
                             b'..%2fsecret.txt', b'..\\\\secret.txt', b'\\xc0\\xae\\xc0\\xae/secret.txt',
                             b'link.txt', b'up', b'up/secret.txt', b'.hidden.txt', b'sub/.git',
                             b'sub/.git/config', b'/etc/passwd', b'//etc/passwd', b'secret.txt\\0',
                             b'dots.txt\\0.png', b'dots.txt/', b'file:///etc/passwd', b'/proc/self/environ',
                             b'~root/.profile', b'up\\tsecret', b'sub/.git\\tsecret']:
                s = connect()
                s.sendall(selector + b'\\r\\n')
                answer = rest(s)
                say(selector + b' -> ' + answer if selector != b'dots.txt/' else b'')
                assert b'the secret' not in answer, answer
                assert answer.startswith(b'3') or selector == b'dots.txt/', (selector, answer)
            """);
    assertThat(answers).doesNotContain(GopherFolder.SECRET).doesNotContain("root:");
  }

  @Test
  void searchFindsNothingThatIsNotServed() {
    assertThat(asked("/sub\tsecret\r\n"))
        .isEqualTo("iNothing found for 'secret'.\t\terror.host\t1\r\n" + END);
  }

  @Test
  void whatIsNotThereIsRefused() {
    assertThat(asked("/nothing\r\n")).isEqualTo(refused("/nothing"));
    assertThat(asked("GET / HTTP/1.1\r\n\r\n")).isEqualTo(refused("GET / HTTP/1.1"));
  }

  @Test
  void aRequestHas1024BytesAtMost() {
    assertThat(asked("x".repeat(1022) + "\r\n")).startsWith("3there is no 'xxx");
    assertThat(asked("x".repeat(1024) + "\r\n"))
        .isEqualTo("3a request has at most 1024 bytes\t\terror.host\t1\r\n" + END);
    assertThat(asked("x".repeat(200_000)))
        .isEqualTo("3a request has at most 1024 bytes\t\terror.host\t1\r\n" + END);
  }

  @Test
  void oneByteAtATimeIsARequestTooAndWhatFollowsIsNone() {
    assertThat(
            Python.client(
                GOPHER.tcp(),
                """
                s = connect()
                for byte in b'/dots.txt\\r\\n/sub\\r\\nmore':
                    try:
                        s.send(bytes([byte]))
                    except (BrokenPipeError, ConnectionResetError):
                        break
                say(rest(s))
                """))
        .isEqualTo(GopherFolder.DOTS_SENT);
  }

  @Test
  void whoSaysNothingHearsNothing() {
    assertThat(asked("")).isEmpty();
  }

  @Test
  void clientsThatNeverReadHoldUpNobody() {
    assumeThat(engine).isNotEqualTo(Engines.ITERATIVE);
    Child peers =
        Python.script(
                """
                peers = []
                for i in range(30):
                    s = socket.socket()
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    s.connect((ARGS[0], int(ARGS[1])))
                    s.sendall([b'/long.txt', b'/bytes.bin', b''][i % 3] + b'\\r\\n')
                    peers.append(s)
                slow = connect()
                slow.send(b'/no end of a line')
                say(b'asked')
                sys.stdin.read(1)
                for s in peers[:3]:
                    say(b' %d' % len(rest(s)))
                """,
                "127.0.0.1", GOPHER.tcp())
            .start();
    try (peers) {
      peers.out().await("asked");
      assertThat(asked("/dots.txt\r\n")).isEqualTo(GopherFolder.DOTS_SENT);
      peers.write("x").closeInput();
      // Then each still gets all of it.
      String[] counts = peers.out().awaitEnd().split(" ", -1);
      assertThat(counts).hasSize(4);
      assertThat(Integer.parseInt(counts[1])).isGreaterThan(GopherFolder.longText().length());
      assertThat(Integer.parseInt(counts[2])).isEqualTo(3 << 20);
    }
  }
}
