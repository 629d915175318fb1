package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Greeting over TCP: {@code Welcome!}, then {@code Hello, NAME!} to each chunk. */
@ParameterizedClass(name = "{0}")
@EnumSource(names = {"ITERATIVE", "VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class GreetingWireTest {
  private static final Server GREETING = Server.serve("greeting", "--tcp", "127.0.0.1:0");

  GreetingWireTest(Engines engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    GREETING.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    GREETING.end();
  }

  @ParameterizedTest
  @EnumSource
  void eachClientIsWelcomedAndGreeted(Peer peer) {
    assertThat(peer.tcp(GREETING.tcp(), "World")).isEqualTo("Welcome!Hello, World!");
  }

  @Test
  void theWelcomeDoesNotWaitForTheClient() {
    assertThat(
            Python.client(
                GREETING.tcp(),
                """
                s = connect()
                say(exactly(s, 8))
                """))
        .isEqualTo("Welcome!");
  }

  @ParameterizedTest(name = "{0} is greeted as {1}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "b'Ann', b'Ann'",
        "b'Ann\\n', b'Ann'",
        "b'Ann\\r', b'Ann'",
        "b'Ann\\r\\n', b'Ann'",
        "b'Ann\\n\\n', b'Ann\\n'",
        "b'Ann\\r\\r', b'Ann\\r'",
        "b'Ann\\n\\r', b'Ann\\n'",
        "b'Ann\\r\\n\\r\\n', b'Ann\\r\\n'",
        "b'\\nAnn', b'\\nAnn'",
        "b' Ann ', b' Ann '",
        "b'\\n', b''",
        "b'\\r\\n', b''",
        "b'one\\ntwo\\n', b'one\\ntwo'",
        "b'\\0', b'\\0'",
        "b'\\xff\\xc3(', b'\\xff\\xc3('"
      })
  void exactlyOneFinalLineEndOfAChunkIsIgnored(String chunk, String name) {
    String expectedAndAnswer =
        Python.client(
            GREETING.tcp(),
            """
            expected = b'Hello, ' + %s + b'!'
            s = connect()
            exactly(s, 8)
            s.send(%s)
            answer = exactly(s, len(expected))
            s.shutdown(socket.SHUT_WR)
            say(b'<' + expected + b'><' + answer + rest(s) + b'>')
            """
                .formatted(name, chunk));
    int middle = expectedAndAnswer.indexOf("><") + 1;
    assertThat(expectedAndAnswer.substring(middle))
        .isEqualTo(expectedAndAnswer.substring(0, middle));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "exit\n", "exit\r", "exit\r\n"})
  void exitIsNotGreetedButClosesTheConversation(String exit) {
    assertThat(
            Python.run(
                """
                s = connect()
                exactly(s, 8)
                s.send(ARGS[2].encode())
                say(b'<' + rest(s) + b'>')
                """,
                "127.0.0.1",
                GREETING.tcp(),
                exit))
        .isEqualTo("<>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Exit", " exit", "exit ", "exits", "exit\n\n"})
  void whatOnlyLooksLikeExitIsAName(String name) {
    String ignored = name.endsWith("\n") ? name.substring(0, name.length() - 1) : name;
    assertThat(Peer.PYTHON.tcp(GREETING.tcp(), name)).isEqualTo("Welcome!Hello, " + ignored + "!");
  }

  @Test
  void aConversationGoesOnUntilTheClientEndsIt() {
    assertThat(
            Python.client(
                GREETING.tcp(),
                """
                s = connect()
                say(exactly(s, 8))
                for name in b'Ann', b'Bob\\n', b'Cy\\r\\n', b'D':
                    s.send(name)
                    say(exactly(s, 8 + len(name.strip())))
                s.shutdown(socket.SHUT_WR)
                say(rest(s))
                """))
        .isEqualTo("Welcome!Hello, Ann!Hello, Bob!Hello, Cy!Hello, D!");
  }

  @Test
  void aNameOneByteAtATimeIsGreetedByteByByte() {
    assertThat(
            Python.client(
                GREETING.tcp(),
                """
                s = connect()
                exactly(s, 8)
                for byte in b'Ann':
                    s.send(bytes([byte]))
                    say(exactly(s, 9))
                """))
        .isEqualTo("Hello, A!Hello, n!Hello, n!");
  }
}
