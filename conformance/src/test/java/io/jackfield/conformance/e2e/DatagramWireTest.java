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

/** The services over UDP: a datagram in, a datagram out. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    names = {"ITERATIVE", "THREADS", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class DatagramWireTest {
  private static final Server ECHO = udp("echo");
  private static final Server TIMESTAMP = udp("timestamp");
  private static final Server GREETING = udp("greeting");

  private final Engines engine;

  DatagramWireTest(Engines engine) {
    this.engine = engine;
  }

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    ECHO.startOn(engine);
    TIMESTAMP.startOn(engine);
    GREETING.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    ECHO.end();
    TIMESTAMP.end();
    GREETING.end();
  }

  private static Server udp(String service) {
    return Server.serve(service, "--udp", "127.0.0.1:0");
  }

  @ParameterizedTest
  @EnumSource
  void echoSendsEachClientItsDatagramBack(Peer peer) {
    assertThat(peer.udp(ECHO.udp(), "hello\n")).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @EnumSource
  void timestampPutsTheTimeBeforeEachClientsDatagram(Peer peer) {
    assertThat(Stamp.after(peer.udp(TIMESTAMP.udp(), "hello\n"))).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @EnumSource
  void greetingGreetsEachClient(Peer peer) {
    assertThat(peer.udp(GREETING.udp(), "World\n")).isEqualTo("Hello, World!");
  }

  /** One datagram, given as Python bytes, and its answer. */
  private static String ask(Server server, String datagram) {
    return Python.client(
        server.udp(),
        """
        s = datagrams()
        s.send(%s)
        say(s.recv(65536))
        """
            .formatted(datagram));
  }

  @Test
  void anEmptyDatagramIsAnsweredToo() {
    assertThat(ask(ECHO, "b''")).isEmpty();
    assertThat(Stamp.after(ask(TIMESTAMP, "b''"))).isEmpty();
    assertThat(ask(GREETING, "b''")).isEqualTo("Hello, !");
  }

  @Test
  void bytesThatAreNoTextAndNulsPassThrough() {
    String datagram = "b'\\0a\\xff\\xc3(\\r\\0'";
    String bytes = "\0a\u00ff\u00c3(\r\0";
    assertThat(ask(ECHO, datagram)).isEqualTo(bytes);
    assertThat(Stamp.after(ask(TIMESTAMP, datagram))).isEqualTo(bytes);
    assertThat(ask(GREETING, datagram)).isEqualTo("Hello, " + bytes + "!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\r", "\\r\\n", "\\r\\n\\r\\n", "a\\r", "a\\n\\n"})
  void timestampKeepsEveryByteOfADatagram(String datagram) {
    assertThat(Stamp.after(ask(TIMESTAMP, "b'" + datagram + "'")))
        .isEqualTo(datagram.translateEscapes());
  }

  @ParameterizedTest(name = "{0} is greeted as {1}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "Ann, Ann",
        "Ann\\n, Ann",
        "Ann\\r, Ann",
        "Ann\\r\\n, Ann",
        "Ann\\n\\n, Ann\\n",
        "Ann\\n\\r, Ann\\n",
        "exit, exit"
      })
  void greetingIgnoresExactlyOneFinalLineEnd(String datagram, String name) {
    assertThat(ask(GREETING, "b'" + datagram + "'"))
        .isEqualTo("Hello, " + name.translateEscapes() + "!");
  }

  @Test
  void echoSendsTheLongestDatagramBackWhole() {
    assertThat(ask(ECHO, "b'x' * 65507")).isEqualTo("x".repeat(65_507));
  }

  @Test
  void anAnswerThatJustFitsIntoADatagramIsSent() {
    assertThat(Stamp.after(ask(TIMESTAMP, "b'x' * 65480"))).isEqualTo("x".repeat(65_480));
    assertThat(ask(GREETING, "b'x' * 65499")).isEqualTo("Hello, " + "x".repeat(65_499) + "!");
  }

  /** The answers to a datagram that is too long and to a short one after it: only one may come. */
  private static String askTwice(Server server, int length) {
    return Python.client(
        server.udp(),
        """
        s = datagrams()
        s.send(b'x' * %d)
        s.send(b'next')
        say(s.recv(65536))
        s.settimeout(0.2)
        try:
            say(b' and ' + s.recv(65536))
        except TimeoutError:
            pass
        """
            .formatted(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {65_481, 65_507})
  void aTimestampThatFitsIntoNoDatagramIsLoggedAndTheNextIsAnswered(int length) {
    assertThat(Stamp.after(askTwice(TIMESTAMP, length))).isEqualTo("next");
    TIMESTAMP.process().err().await("an answer of " + (length + 27) + " bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {65_500, 65_507})
  void aGreetingThatFitsIntoNoDatagramIsLoggedAndTheNextIsAnswered(int length) {
    assertThat(askTwice(GREETING, length)).isEqualTo("Hello, next!");
    GREETING.process().err().await("an answer of " + (length + 8) + " bytes");
  }

  @Test
  void whatWasNotAnsweredIsCounted() {
    try (Server server = udp("timestamp").startOn(engine)) {
      askTwice(server, 65_507);
      askTwice(server, 65_507);
      server.stop();
      assertThat(server.process().err().awaitEnd()).contains("2 not answered");
    }
  }

  @Test
  void aClientThatIsGoneBeforeItsAnswerDisturbsNobody() {
    String answer =
        Python.client(
            ECHO.udp(),
            """
            for i in range(100):
                gone = datagrams()
                gone.send(b'gone')
                gone.close()
            s = datagrams()
            s.send(b'still there')
            say(s.recv(65536))
            """);
    assertThat(answer).isEqualTo("still there");
  }

  @Test
  void twoHundredClientsAtOnceEachGetTheirOwnAnswer() {
    String answers =
        Python.client(
            GREETING.udp(),
            """
            clients = [datagrams() for i in range(200)]
            for i, s in enumerate(clients):
                s.send(b'%d' % i)
            say(b' '.join(s.recv(65536) for s in clients))
            """);
    var expected = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      expected.append(i == 0 ? "" : " ").append("Hello, ").append(i).append('!');
    }
    assertThat(answers).isEqualTo(expected.toString());
  }
}
