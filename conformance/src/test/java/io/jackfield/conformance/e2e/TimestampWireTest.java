package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamp over TCP: each chunk is answered {@code [ctime] chunk}. */
@ParameterizedClass(name = "{0}")
@EnumSource
final class TimestampWireTest {
  private static final int LONGEST_CHUNK = 16_384;

  private static final Server TIMESTAMP = Server.serve("timestamp", "--tcp", "127.0.0.1:0");

  TimestampWireTest(Engines engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    TIMESTAMP.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    TIMESTAMP.end();
  }

  @ParameterizedTest
  @EnumSource
  void eachClientGetsTheTimeBeforeWhatItSent(Peer peer) {
    assertThat(Stamp.after(peer.tcp(TIMESTAMP.tcp(), "hello\n"))).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatSaysNothingHearsNothing(Peer peer) {
    assertThat(peer.tcp(TIMESTAMP.tcp(), "")).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "b'no end'",
        "b'\\n'",
        "b'\\r'",
        "b'\\r\\n'",
        "b'a\\r\\n\\r\\n'",
        "b'\\0'",
        "b'a\\0b\\0'",
        "b'\\xff\\xfe\\xc3'",
        "'h\\u00e9llo \\u4f60\\u597d'.encode()"
      })
  void everyByteOfAChunkIsKept(String chunk) {
    String sentAndAnswer =
        Python.client(
            TIMESTAMP.tcp(),
            """
            chunk = %s
            s = connect()
            s.send(chunk)
            say(chunk + b'|' + exactly(s, 27 + len(chunk)))
            """
                .formatted(chunk));
    int bar = sentAndAnswer.indexOf("|[");
    assertThat(Stamp.after(sentAndAnswer.substring(bar + 1)))
        .isEqualTo(sentAndAnswer.substring(0, bar));
  }

  @Test
  void oneByteAtATimeIsAnsweredByteByByte() {
    String answers =
        Python.client(
            TIMESTAMP.tcp(),
            """
            s = connect()
            for byte in b'abc\\r\\n':
                s.send(bytes([byte]))
                say(exactly(s, 28))
            s.shutdown(socket.SHUT_WR)
            say(rest(s))
            """);
    assertThat(Stamp.split(answers)).isEqualTo(List.of("a", "b", "c", "\r", "\n"));
  }

  @Test
  void bytesInHasteLoseNothingHoweverTheyAreCut() {
    String answers =
        Python.client(
            TIMESTAMP.tcp(),
            """
            s = connect()
            for byte in b'0123456789' * 50:
                s.send(bytes([byte]))
            s.shutdown(socket.SHUT_WR)
            say(rest(s))
            """);
    assertThat(String.join("", Stamp.split(answers))).isEqualTo("0123456789".repeat(50));
  }

  @Test
  void pipelinedLinesInOnePieceAreOneChunk() {
    String answer =
        Python.client(
            TIMESTAMP.tcp(),
            """
            s = connect()
            s.send(b'one\\ntwo\\nthree\\n')
            s.shutdown(socket.SHUT_WR)
            say(rest(s))
            """);
    assertThat(Stamp.split(answer)).isEqualTo(List.of("one\ntwo\nthree\n"));
  }

  @Test
  void aChunkHasAtMost16384Bytes() {
    String much = "x".repeat(100_000);
    List<String> chunks = Stamp.split(Peer.PYTHON.tcp(TIMESTAMP.tcp(), much));
    assertThat(String.join("", chunks)).isEqualTo(much);
    assertThat(chunks).hasSizeGreaterThanOrEqualTo(7);
    assertThat(chunks).allSatisfy(c -> assertThat(c).hasSizeBetween(1, LONGEST_CHUNK));
  }

  @Test
  void aFullChunkIsAnsweredInOnePiece() {
    String answer =
        Python.client(
            TIMESTAMP.tcp(),
            """
            s = connect()
            s.sendall(b'x' * 16384)
            say(exactly(s, 27 + 16384))
            """);
    assertThat(Stamp.after(answer)).isEqualTo("x".repeat(LONGEST_CHUNK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Asia/Shanghai", "America/St_Johns", "UTC"})
  void theTimeIsThatOfTheServersZone(String zone) {
    Command command =
        Command.jackfield("serve", "timestamp", "--tcp", "127.0.0.1:0").with("TZ", zone);
    try (Server server = Server.of(command).start()) {
      String answer = Peer.NETCAT.tcp(server.tcp(), "x");
      assertThat(Stamp.after(answer, ZoneId.of(zone))).isEqualTo("x");
    }
  }

  @Test
  void theNamesAreEnglishWhateverTheLanguage() {
    Command command =
        Command.jackfield("serve", "timestamp", "--tcp", "127.0.0.1:0")
            .with("LC_ALL", "zh_CN.UTF-8")
            .with("JACKFIELD_JAVA_OPTS", "-Duser.language=zh -Duser.country=CN");
    try (Server server = Server.of(command).start()) {
      assertThat(Stamp.after(Peer.NETCAT.tcp(server.tcp(), "x"))).isEqualTo("x");
    }
  }
}
