package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our clients with piped lines, against servers that nobody here wrote. */
final class ConnectTest {
  /** Its standard output; it must have ended well and said nothing else. */
  private static String answers(Command connect, String typed) {
    Finished client = connect.run(typed);
    assertThat(client.err()).isEmpty();
    assertThat(client.exit()).isZero();
    return client.out();
  }

  @Test
  void echoTalksToSocatOverTcp() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      assertThat(answers(socat.connect("echo"), "one\ntwo\nthree\n"))
          .isEqualTo("one\ntwo\nthree\n");
    }
  }

  @Test
  void echoTalksToSocatOverUdp() {
    try (Foreign socat = Foreign.socat("UDP-LISTEN")) {
      assertThat(answers(socat.connect("echo", "--udp"), "one\ntwo\nthree\n"))
          .isEqualTo("one\ntwo\nthree\n");
    }
  }

  @Test
  void timestampTalksToAPythonServer() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                for chunk in chunks(s):
                    s.sendall(stamped(chunk))
            stream(handle)
            """)) {
      String answers = answers(python.connect("timestamp"), "one\n two \nthree");
      assertThat(Stamp.split(answers)).isEqualTo(List.of("one\n", " two \n", "three\n"));
    }
  }

  @Test
  void timestampTalksToAPythonServerOfDatagrams() {
    try (Foreign python = Foreign.python("datagram(stamped)")) {
      String answers = answers(python.connect("timestamp", "--udp"), "one\ntwo\n");
      assertThat(Stamp.split(answers)).isEqualTo(List.of("one\n", "two\n"));
    }
  }

  @Test
  void timestampByLineTalksToAPythonServerThatClosesAfterEachLine() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                s.sendall(stamped(s.makefile('rb').readline()))
            stream(handle)
            """)) {
      String answers = answers(python.connect("timestamp-line"), "one\ntwo\nthree\n");
      assertThat(Stamp.split(answers)).isEqualTo(List.of("one\n", "two\n", "three\n"));
    }
  }

  @Test
  void greetingTalksToAPythonServer() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                s.sendall(b'Welcome!')
                for chunk in chunks(s):
                    if chunk.strip() == b'exit':
                        return
                    s.sendall(b'Hello, ' + chunk.strip() + b'!')
            stream(handle)
            """)) {
      assertThat(answers(python.connect("greeting"), "Ann\nBob\n"))
          .isEqualTo("Welcome!\nHello, Ann!\nHello, Bob!\n");
      assertThat(answers(python.connect("greeting"), "Ann\nexit\n"))
          .isEqualTo("Welcome!\nHello, Ann!\n");
    }
  }

  @Test
  void greetingTalksToAPythonServerOfDatagrams() {
    try (Foreign python =
        Foreign.python("datagram(lambda data: b'Hello, ' + data.strip() + b'!')")) {
      assertThat(answers(python.connect("greeting", "--udp"), "Ann\nBob\n"))
          .isEqualTo("Hello, Ann!\nHello, Bob!\n");
    }
  }

  @Test
  void lengthTalksToAPythonServer() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                s.sendall(b'welcome, %s\\n' % repr(client).encode())
                s.sendall(b'Please enter a string:')
                count = len(s.makefile(encoding='utf-8').readline().strip())
                s.sendall(b'You entered %d characters.\\n' % count)
            stream(handle)
            """)) {
      assertThat(answers(python.connect("length"), " \u4f60\u597d \n"))
          .matches(
              """
              welcome, \\('127\\.0\\.0\\.1', \\d+\\)
              Please enter a string:
              You entered 2 characters\\.
              """);
    }
  }

  @Test
  void daytimePrintsWhatAPythonServerSays() {
    try (Foreign python =
        Foreign.python("stream(lambda s, client: s.sendall(b'Friday, any form\\r\\n'))")) {
      assertThat(answers(python.connect("daytime"), "")).isEqualTo("Friday, any form\r\n");
    }
    try (Foreign python = Foreign.python("datagram(lambda data: b'<%s>' % data)")) {
      assertThat(answers(python.connect("daytime", "--udp"), "x")).isEqualTo("<>\n");
    }
  }

  @Test
  void timeIsToldAsPeopleWriteIt() {
    String year1970 = "(Wed Dec 31|Thu Jan  1) \\d\\d:\\d\\d:00 19(69|70)\n";
    try (Foreign python =
        Foreign.python("stream(lambda s, client: s.sendall(b'\\x83\\xaa\\x7e\\x80'))")) {
      assertThat(answers(python.connect("time"), "")).matches(year1970);
    }
    try (Foreign python = Foreign.python("datagram(lambda data: b'\\x83\\xaa\\x7e\\x80')")) {
      assertThat(answers(python.connect("time", "-u"), "")).matches(year1970);
    }
    try (Foreign python = Foreign.python("stream(lambda s, client: s.sendall(b'xyz'))")) {
      Finished failed = python.connect("time").run();
      assertThat(failed.exit()).isEqualTo(1);
      assertThat(failed.err()).contains("the time has 4 bytes, not 3");
    }
  }

  @Test
  void chargenGoesOnUntilNobodyReads() {
    try (Foreign python =
        Foreign.python("stream(lambda s, client: [s.sendall(b'abc\\n') for i in range(10**9)])")) {
      Command endless = python.connect("chargen");
      Command head =
          Command.tool("sh", "-c", "\"$@\" | head -n 3", "sh")
              .and(endless.words().toArray(String[]::new));
      assertThat(head.run().out()).isEqualTo("abc\nabc\nabc\n");
    }
  }

  @Test
  void whatHasNoKnownEndIsPrintedAsItComes() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                s.sendall(b'Hi! ')
                for chunk in chunks(s):
                    if chunk == b'bye\\n':
                        s.sendall(b'Bye!')
                        return
                    for word in chunk.split():
                        s.sendall(b'<' + word + b'>')
            stream(handle)
            """)) {
      assertThat(answers(python.connect("menu"), "a b\nc\nbye\nnever sent\n"))
          .isEqualTo("Hi! <a><b><c>Bye!\n");
      assertThat(answers(python.connect("menu"), "a\n\nb\n")).isEqualTo("Hi! <a>\n");
    }
  }

  @Test
  void anAnswerThatComesInPiecesIsPrintedWhole() {
    try (Foreign python =
        Foreign.python(
            """
            def handle(s, client):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for chunk in chunks(s):
                    for byte in stamped(chunk):
                        s.send(bytes([byte]))
            stream(handle)
            """)) {
      String answers = answers(python.connect("timestamp"), "one\ntwo\n");
      assertThat(Stamp.split(answers)).isEqualTo(List.of("one\n", "two\n"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one\n\ntwo\n", "one\n\n", "one\n", "one", "one\r\n\r\ntwo\r\n"})
  void anEmptyLineOrTheEndOfInputEndsIt(String typed) {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      assertThat(answers(socat.connect("echo"), typed)).isEqualTo("one\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void nothingToSayEndsItAtOnce(String typed) {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      assertThat(answers(socat.connect("echo"), typed)).isEmpty();
    }
  }

  @Test
  void eachLineIsAnsweredBeforeTheNextIsTyped() {
    try (Foreign socat = Foreign.socat("TCP-LISTEN");
        Child client = socat.connect("echo").start()) {
      assertThat(client.write("one\n").out().await("\n")).isEqualTo("one\n");
      assertThat(client.write("two\n").out().await("two\n")).isEqualTo("one\ntwo\n");
      client.closeInput();
      assertThat(client.awaitExit()).isZero();
      assertThat(client.err().awaitEnd()).isEmpty();
    }
  }

  @Test
  void bytesThatAreNoTextPassThroughBothWays() {
    byte[] typed = {'a', (byte) 0xff, 0, (byte) 0xc3, '(', '\t', '\n'};
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      assertThat(socat.connect("echo").run(typed).out()).isEqualTo(Wire.of(typed));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_383, 16_384, 16_385, 32_768})
  void aLineAsLongAsAPieceDoesNotEndTheTalk(int length) {
    try (Foreign socat = Foreign.socat("TCP-LISTEN")) {
      String answers = answers(socat.connect("echo"), "x".repeat(length) + "\nnext\n");
      // A longer line may come back in several; nothing of it may be missing, nor what follows.
      assertThat(answers).endsWith("x\nnext\n");
      assertThat(answers.replace("\n", "")).isEqualTo("x".repeat(length) + "next");
    }
  }
}
