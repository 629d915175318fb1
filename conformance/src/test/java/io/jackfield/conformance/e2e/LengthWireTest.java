package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** String length: a welcome by address, a line in, its code points after stripping counted. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"ITERATIVE", "VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class LengthWireTest {
  private static final String BEFORE =
      "welcome, \\('127\\.0\\.0\\.1', [1-9]\\d*\\)\nPlease enter a string:";

  private static final Server LENGTH = Server.serve("length", "--tcp", "127.0.0.1:0");

  LengthWireTest(Engines engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    LENGTH.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    LENGTH.end();
  }

  @ParameterizedTest
  @EnumSource
  void eachClientHasItsLineCounted(Peer peer) {
    assertThat(peer.tcp(LENGTH.tcp(), "hello\n")).matches(BEFORE + "You entered 5 characters\\.\n");
  }

  @Test
  void theWelcomeNamesTheClientsOwnAddressAndDoesNotWaitForIt() {
    String said =
        Python.client(
            LENGTH.tcp(),
            """
            s = connect()
            expected = b"welcome, ('127.0.0.1', %d)\\nPlease enter a string:" % s.getsockname()[1]
            say(b'yes' if exactly(s, len(expected)) == expected else expected)
            """);
    assertThat(said).isEqualTo("yes");
  }

  @Test
  void theServerClosesAfterItsAnswerThoughTheClientDoesNot() {
    String said =
        Python.client(
            LENGTH.tcp(),
            """
            s = connect()
            s.send(b'hello\\n')
            say(rest(s))
            """);
    assertThat(said).matches(BEFORE + "You entered 5 characters\\.\n");
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("hello\n", 5),
        Arguments.of("hello\r\n", 5),
        Arguments.of("hello", 5),
        Arguments.of("\n", 0),
        Arguments.of("\r\n", 0),
        Arguments.of("  \t \n", 0),
        Arguments.of("  a b \t\r\n", 3),
        Arguments.of("a\rb\n", 3),
        Arguments.of("one\ntwo\n", 3),
        // Code points, not UTF-16 units, not bytes, not what a reader takes for one character.
        Arguments.of("h\u00e9llo\n", 5),
        Arguments.of("he\u0301llo\n", 6),
        Arguments.of("\u4f60\u597d\n", 2),
        Arguments.of("\ud83d\ude00\n", 1),
        Arguments.of("\ud83d\udc69\u200d\ud83d\udcbb\n", 3),
        // strip() knows Unicode's white space, but no-break spaces and NUL are none.
        Arguments.of("\u3000\u3000a\u3000\n", 1),
        Arguments.of("\u2003a\u2028\n", 1),
        Arguments.of("\u00a0a\u00a0\n", 3),
        Arguments.of("\0a\0\n", 3));
  }

  @ParameterizedTest(name = "[{index}] {1} code points")
  @MethodSource("lines")
  void theCodePointsOfTheStrippedLineAreCounted(String line, int count) {
    assertThat(Peer.NETCAT.tcp(LENGTH.tcp(), line))
        .matches(BEFORE + "You entered " + count + " characters\\.\n");
  }

  @ParameterizedTest
  @EnumSource
  void aStreamThatEndsWithoutALineHasNoAnswer(Peer peer) {
    assertThat(peer.tcp(LENGTH.tcp(), "")).matches(BEFORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "e282", "f09f98", "c328:2", "6180:2", "ffff:2", "ff20ff20:3"})
  void whatIsNoUtf8CountsAsReplacementCharacters(String bytesAndCount) {
    String[] parts = bytesAndCount.split(":", -1);
    String count = parts.length == 2 ? parts[1] : "1";
    String said =
        Python.run(
            """
            s = connect()
            s.sendall(bytes.fromhex(ARGS[2]) + b'\\n')
            say(rest(s))
            """,
            "127.0.0.1",
            LENGTH.tcp(),
            parts[0]);
    assertThat(said).matches(BEFORE + "You entered " + count + " characters\\.\n");
  }

  @Test
  void aLineSentByteByByteHasOneAnswer() {
    String said =
        Python.client(
            LENGTH.tcp(),
            """
            s = connect()
            for byte in '\\u4f60\\u597d\\r\\n'.encode():
                s.send(bytes([byte]))
            say(rest(s))
            """);
    assertThat(said).matches(BEFORE + "You entered 2 characters\\.\n");
  }

  @Test
  void aLineOf16384BytesWithItsEndIsCounted() {
    assertThat(Peer.PYTHON.tcp(LENGTH.tcp(), "x".repeat(16_383) + "\n"))
        .matches(BEFORE + "You entered 16383 characters\\.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void aLineOfOneByteMoreIsRefused(String end) {
    assertThat(Peer.PYTHON.tcp(LENGTH.tcp(), "x".repeat(16_385 - end.length()) + end))
        .matches(BEFORE + "error: a line has at most 16384 bytes\n");
  }
}
