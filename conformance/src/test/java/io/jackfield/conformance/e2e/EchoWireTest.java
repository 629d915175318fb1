package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Echo over TCP: what is sent comes back. */
@ParameterizedClass(name = "{0}")
@EnumSource(
    names = {"ITERATIVE", "THREADS", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
final class EchoWireTest {
  private static final Server ECHO = Server.serve("echo", "--tcp", "127.0.0.1:0");

  EchoWireTest(Engines engine) {}

  @BeforeParameterizedClassInvocation
  static void start(Engines engine) {
    ECHO.startOn(engine);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    ECHO.end();
  }

  @ParameterizedTest
  @EnumSource
  void eachClientGetsBackWhatItSent(Peer peer) {
    assertThat(peer.tcp(ECHO.tcp(), "hello\n")).isEqualTo("hello\n");
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatSaysNothingHearsNothing(Peer peer) {
    assertThat(peer.tcp(ECHO.tcp(), "")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void everyByteValueComesBackUntouched(Peer peer) {
    byte[] all = new byte[256];
    for (int value = 0; value < all.length; value++) {
      all[value] = (byte) value;
    }
    assertThat(peer.tcp("127.0.0.1", ECHO.tcp(), all)).isEqualTo(Wire.of(all));
  }

  @ParameterizedTest
  @EnumSource(names = {"SOCAT", "NETCAT"})
  void eightMegabytesComeBackInOrder(Peer peer) {
    byte[] much = new byte[8 << 20];
    new Random(867).nextBytes(much);
    assertThat(peer.tcp("127.0.0.1", ECHO.tcp(), much).equals(Wire.of(much))).isTrue();
  }

  @Test
  void oneByteAtATimeIsAnsweredOneByteAtATime() {
    assertThat(
            Python.client(
                ECHO.tcp(),
                """
                s = connect()
                for byte in b'one byte\\0\\xff\\r\\n':
                    s.send(bytes([byte]))
                    say(exactly(s, 1))
                """))
        .isEqualTo("one byte\0\u00ff\r\n");
  }
}
