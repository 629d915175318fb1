package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamp by line: a line in, {@code [ctime] line} out, then the server closes. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"ITERATIVE", "VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class TimestampLineWireTest {
  private static final Server LINE = Server.serve("timestamp-line", "--tcp", "127.0.0.1:0");

  TimestampLineWireTest(Engines engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    LINE.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    LINE.end();
  }

  @ParameterizedTest
  @EnumSource
  void eachClientGetsTheTimeBeforeItsLine(Peer peer) {
    assertThat(Stamp.after(peer.tcp(LINE.tcp(), "hello\n"))).isEqualTo("hello\n");
  }

  @Test
  void theServerClosesAfterItsAnswerThoughTheClientDoesNot() {
    String answer =
        Python.client(
            LINE.tcp(),
            """
            s = connect()
            s.send(b'hello\\n')
            say(rest(s))
            """);
    assertThat(Stamp.after(answer)).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\n", "a\r\n", "\n", "\r\n", "a\rb\n", "a\r\r\n", " a \n", "a\0b\n", "\u4f60\n"})
  void theLineComesBackWithTheEndItCameWith(String line) {
    assertThat(Stamp.after(Peer.PYTHON.tcp(LINE.tcp(), line))).isEqualTo(Wire.of(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a\r", "a b c"})
  void aLineCutOffByTheEndOfTheStreamComesBackWithoutAnEnd(String line) {
    assertThat(Stamp.after(Peer.PYTHON.tcp(LINE.tcp(), line))).isEqualTo(line);
  }

  @Test
  void bytesThatAreNoTextPassThrough() {
    byte[] line = {(byte) 0xff, 0, (byte) 0xc3, '(', (byte) 0xed, (byte) 0xa0, '\n'};
    assertThat(Stamp.after(Peer.PYTHON.tcp("127.0.0.1", LINE.tcp(), line)))
        .isEqualTo(Wire.of(line));
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatSaysNothingHearsNothing(Peer peer) {
    assertThat(peer.tcp(LINE.tcp(), "")).isEmpty();
  }

  @Test
  void aLineSentByteByByteHasOneAnswer() {
    String answer =
        Python.client(
            LINE.tcp(),
            """
            s = connect()
            for byte in b'slowly\\r\\n':
                s.send(bytes([byte]))
            say(rest(s))
            """);
    assertThat(Stamp.split(answer)).containsExactly("slowly\r\n");
  }

  @Test
  void onlyTheFirstOfPipelinedLinesIsAnsweredAndNothingIsReset() {
    String answer =
        Python.client(
            LINE.tcp(),
            """
            s = connect()
            s.sendall(b'one\\ntwo\\nthree\\n')
            say(rest(s))
            """);
    assertThat(Stamp.split(answer)).containsExactly("one\n");
  }

  @Test
  void aLineOf16384BytesWithItsEndIsTaken() {
    String line = "x".repeat(16_383) + "\n";
    assertThat(Stamp.after(Peer.PYTHON.tcp(LINE.tcp(), line))).isEqualTo(line);
  }

  @Test
  void aLineOf16384BytesThatTheStreamEndsIsTaken() {
    String line = "x".repeat(16_384);
    assertThat(Stamp.after(Peer.PYTHON.tcp(LINE.tcp(), line))).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void aLineOfOneByteMoreIsRefused(String end) {
    String line = "x".repeat(16_385 - end.length()) + end;
    assertThat(Peer.PYTHON.tcp(LINE.tcp(), line))
        .isEqualTo("error: a line has at most 16384 bytes\n");
  }
}
