package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small services, to the byte, on each engine; all of them in one process. */
@ParameterizedClass(name = "{0}")
@EnumSource
final class SmallServicesWireTest {
  private static final String PROMPT = Wire.of("欢迎致电 10086,请输入1xxx,0转人工服务.");
  private static final String PERSON = Wire.of("通过可能会被录音.");
  private static final String AGAIN = Wire.of("请重新输入.");

  /** RFC 864's lines, in Python. */
  private static final String PATTERN =
      """
      def line(n):
          return bytes([32 + (n + i) % 95 for i in range(72)]) + b'\\r\\n'
      pattern = b''.join(line(n) for n in range(95))
      """;

  private static final Server UP = Server.of(Command.jackfield("up", "--free-ports", "--quiet"));

  SmallServicesWireTest(Engines engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    UP.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    UP.end();
  }

  private static int tcp(String service) {
    return UP.port(service, "tcp");
  }

  private static String python(String service, String script) {
    return Python.client(tcp(service), script);
  }

  private static String datagram(String service, String script) {
    return Python.client(UP.port(service, "udp"), script);
  }

  // ---- hello ------------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void helloIsBehindWhatEachClientSends(Peer peer) {
    assertThat(peer.tcp(tcp("hello"), "data\r\n")).isEqualTo("data\r\nHello");
  }

  @Test
  void helloKeepsEveryByteAndClosesThoughTheClientDoesNot() {
    assertThat(python("hello", "s = connect(); s.send(b'\\0\\xff\\xc3(\\r\\r\\n'); say(rest(s))"))
        .isEqualTo("\0\u00ff\u00c3(\r\r\nHello");
    assertThat(python("hello", "s = connect(); s.shutdown(socket.SHUT_WR); say(rest(s))"))
        .isEmpty();
  }

  @Test
  void helloAnswersOneChunkOfWhoSendsMore() {
    assertThat(
            python(
                "hello",
                """
                s = connect()
                s.sendall(b'x' * 100_000)
                s.shutdown(socket.SHUT_WR)
                answer = rest(s)
                assert answer == b'x' * (len(answer) - 5) + b'Hello', answer[-10:]
                say(b'%d' % len(answer))
                """))
        .satisfies(length -> assertThat(Integer.parseInt(length)).isBetween(6, 16_389));
  }

  // ---- commands ---------------------------------------------------------------------------------

  @Test
  void commandsSendAnythingElseBack() {
    assertThat(Peer.SOCAT.tcp(tcp("commands"), "hello\r\n")).isEqualTo("hello\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "date\r\n"})
  void commandsTellTheDate(String command) {
    String answer = Peer.PYTHON.tcp(tcp("commands"), command);
    assertThat(answer).hasSize(25).endsWith("\n");
    assertThat(Stamp.after("[" + answer.strip() + "] ")).isEmpty();
  }

  @Test
  void commandsListTheSamples() throws IOException {
    Path samples = Path.of(Objects.requireNonNull(System.getProperty("jackfield.home")), "samples");
    try (Stream<Path> files = Files.list(samples)) {
      String names =
          files
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : "") + "\n")
              .sorted()
              .collect(Collectors.joining());
      assertThat(Wire.text(Peer.NETCAT.tcp(tcp("commands"), "ls\n"))).isEqualTo(names);
    }
    assertThat(Peer.NETCAT.tcp(tcp("commands"), "os")).isEqualTo("Linux\n");
    assertThat(Peer.NETCAT.tcp(tcp("commands"), "ls ../etc\n"))
        .isEqualTo("error: no such directory: ../etc\n");
  }

  @Test
  void aByteAtATimeIsNoCommandUnlessOneByteWereOne() {
    assertThat(
            python(
                "commands",
                """
                s = connect()
                for byte in b'date\\n':
                    s.send(bytes([byte]))
                    say(exactly(s, 1))
                """))
        .isEqualTo("date\n");
  }

  // ---- menu -------------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void theMenuAnswersEachClient(Peer peer) {
    assertThat(peer.tcp(tcp("menu"), "0\n")).isEqualTo(PROMPT + PERSON);
    assertThat(peer.tcp(tcp("menu"), "1086\r\n")).isEqualTo(PROMPT + AGAIN);
    assertThat(peer.tcp(tcp("menu"), "0\n1\nexit\n0\n")).isEqualTo(PROMPT + PERSON + AGAIN);
  }

  @Test
  void theMenuHangsUpThoughTheClientDoesNot() {
    assertThat(python("menu", "s = connect(); s.send(b'exit'); say(rest(s))")).isEqualTo(PROMPT);
  }

  @Test
  void aCharacterOfAKeyThatIsCutAnywhereIsOneKey() {
    assertThat(
            python(
                "menu",
                """
                s = connect()
                exactly(s, %d)
                for cut in 1, 2:
                    s.send(b'\\xe6\\x8c\\x89'[:cut])
                    s.settimeout(0.1)
                    try:
                        say(b'too early: ' + s.recv(100))
                    except TimeoutError:
                        pass
                    s.settimeout(LIMIT)
                    s.send(b'\\xe6\\x8c\\x89'[cut:])
                    say(exactly(s, %d))
                """
                    .formatted(PROMPT.length(), AGAIN.length())))
        .isEqualTo(AGAIN + AGAIN);
  }

  // ---- discard, daytime, time -------------------------------------------------------------------

  @Test
  void nothingComesBackOfWhatIsDiscarded() {
    assertThat(Peer.NETCAT.tcp(tcp("discard"), "x".repeat(1_000_000))).isEmpty();
  }

  @Test
  void datagramsAreDiscardedToo() {
    assertThat(
            datagram(
                "discard",
                """
                s = datagrams()
                s.settimeout(0.2)
                s.send(b'x')
                try:
                    say(s.recv(100))
                except TimeoutError:
                    say(b'nothing')
                """))
        .isEqualTo("nothing");
  }

  @ParameterizedTest
  @EnumSource(names = {"SOCAT", "PYTHON"})
  void theDaytimeIsALine(Peer peer) {
    for (String line :
        new String[] {
          peer.tcp(tcp("daytime"), "thrown away"), peer.udp(UP.port("daytime", "udp"), "x")
        }) {
      assertThat(line).hasSize(26).endsWith("\r\n");
      assertThat(Stamp.after("[" + line.strip() + "] ")).isEmpty();
    }
  }

  @Test
  void theDaytimeAndTheTimeDoNotWaitForTheClient() {
    assertThat(python("daytime", "say(rest(connect()))")).hasSize(26);
    assertThat(python("time", "say(rest(connect()))")).hasSize(4);
  }

  @Test
  void theTimeIsSecondsSince1900() {
    String check =
        """
        import time
        s = %s
        told, = struct.unpack('!I', %s)
        assert abs(told - 2208988800 - time.time()) < 60, told
        say(b'right')
        """;
    assertThat(python("time", check.formatted("connect()", "rest(s)"))).isEqualTo("right");
    assertThat(datagram("time", check.formatted("datagrams(); s.send(b'')", "s.recv(100)")))
        .isEqualTo("right");
  }

  // ---- chargen ----------------------------------------------------------------------------------

  @Test
  void charactersComeWithoutEndWhateverIsSentAndThoughTheClientHasEnded() {
    assertThat(
            python(
                "chargen",
                PATTERN
                    + """
                    s = connect()
                    s.send(b'stop')
                    s.shutdown(socket.SHUT_WR)
                    much = exactly(s, 2_000_000)
                    s.close()
                    say(b'right' if much == (pattern * 300)[:2_000_000] else much[:1000])
                    """))
        .isEqualTo("right");
  }

  @Test
  void aDatagramOfCharactersHasUpTo512() {
    assertThat(
            datagram(
                "chargen",
                PATTERN
                    + """
                    s = datagrams()
                    lengths = set()
                    for i in range(300):
                        s.send(b'more')
                        characters = s.recv(65536)
                        assert pattern.startswith(characters), characters
                        lengths.add(len(characters))
                    assert max(lengths) <= 512, lengths
                    say(b'at random' if len(lengths) > 100 else b'%d lengths' % len(lengths))
                    """))
        .isEqualTo("at random");
  }

  @Test
  void whoNeverReadsDoesNotHoldUpTheOtherServices() {
    try (Child silent =
        Python.script(
                "s = connect(); say(exactly(s, 1)); sys.stdin.read()", "127.0.0.1", tcp("chargen"))
            .start()) {
      assertThat(silent.out().awaitBytes(1)).isEqualTo(" ");
      assertThat(Peer.NETCAT.tcp(tcp("hello"), "x")).isEqualTo("xHello");
      assertThat(python("daytime", "say(rest(connect()))")).hasSize(26);
    }
  }

  // ---- the room ---------------------------------------------------------------------------------

  @Test
  void theRoomSendsBackWhatItIsSent() {
    assertThat(Peer.SOCAT.tcp(tcp("select-room"), "hello\n")).isEqualTo("hello\n");
    assertThat(Proc.threads(UP.process())).containsOnlyOnce("select");
  }
}
