package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a service can be had: IPv4, IPv6, both at once, several addresses. */
final class AddressTest {
  @RegisterExtension
  static final Server SIX = Server.serve("timestamp", "--tcp", "[::1]:0", "--udp", "[::1]:0");

  @RegisterExtension
  static final Server EVERYWHERE = Server.serve("greeting", "--tcp", ":0", "--udp", ":0");

  @Test
  void theReadyLineOfAnIpv6AddressIsAnEndpoint() {
    assertThat(SIX.listening())
        .containsExactly(
            "timestamp tcp://[::1]:" + SIX.tcp(), "timestamp udp://[::1]:" + SIX.udp());
  }

  @ParameterizedTest
  @EnumSource
  void eachClientIsAnsweredOverIpv6(Peer peer) {
    assertThat(Stamp.after(peer.tcp("::1", SIX.tcp(), Wire.bytes("six\n")))).isEqualTo("six\n");
    assertThat(Stamp.after(peer.udp("::1", SIX.udp(), Wire.bytes("six\n")))).isEqualTo("six\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void withoutAHostBothFamiliesAreServed(String host) {
    assertThat(Peer.NETCAT.tcp(host, EVERYWHERE.tcp(), Wire.bytes("Ann")))
        .isEqualTo("Welcome!Hello, Ann!");
    assertThat(Peer.NETCAT.udp(host, EVERYWHERE.udp(), Wire.bytes("Ann"))).isEqualTo("Hello, Ann!");
  }

  @Test
  void aDatagramIsAnsweredFromTheAddressItWasSentTo() {
    // A connected client hears nothing from any other address.
    String answer =
        Python.run(
            """
            s = datagrams()
            s.settimeout(5)
            s.send(b'Ann')
            try:
                say(s.recv(65536))
            except TimeoutError:
                say(b'no answer from there')
            """,
            "127.0.0.2",
            EVERYWHERE.udp());
    assertThat(answer).isEqualTo("Hello, Ann!");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void lengthTellsAClientItsAddressInTheFormOfItsFamily(String host) {
    try (Server length = Server.serve("length", "--tcp", ":0").start()) {
      assertThat(Peer.SOCAT.tcp(host, length.tcp(), Wire.bytes("hello\n")))
          .startsWith("welcome, ('" + host + "', ")
          .endsWith(")\nPlease enter a string:You entered 5 characters.\n");
    }
  }

  @Test
  void anIpv4AddressIsNotServedOverIpv6NorTheOtherWayRound() {
    try (Server four = Server.serve("echo", "--tcp", "0.0.0.0:0").start()) {
      assertThat(Peer.NETCAT.tcp(four.tcp(), "four")).isEqualTo("four");
      assertThat(Command.tool("nc", "-N", "::1", "" + four.tcp()).run().exit()).isEqualTo(1);
    }
    assertThat(Command.tool("nc", "-N", "127.0.0.1", "" + SIX.tcp()).run().exit()).isEqualTo(1);
  }

  @Test
  void eachAddressOptionMayBeRepeated() {
    Server echo =
        Server.serve(
            "echo",
            "--tcp",
            "127.0.0.1:0",
            "--tcp",
            "[::1]:0",
            "--tcp",
            "127.0.0.2:0",
            "--udp",
            "127.0.0.1:0",
            "--udp",
            "[::1]:0");
    try (echo) {
      assertThat(echo.start().listening()).hasSize(5);
      for (String endpoint : echo.listening()) {
        URI at = URI.create(endpoint.substring("echo ".length()));
        String host = at.getHost().replaceAll("[\\[\\]]", "");
        byte[] said = Wire.bytes(endpoint);
        String answer =
            at.getScheme().equals("tcp")
                ? Peer.PYTHON.tcp(host, at.getPort(), said)
                : Peer.PYTHON.udp(host, at.getPort(), said);
        assertThat(answer).isEqualTo(endpoint);
      }
    }
  }

  @Test
  void aNameIsResolved() {
    try (Server echo = Server.serve("echo", "--tcp", "localhost:0").start()) {
      Finished client = Command.tool("nc", "-N", "localhost", "" + echo.tcp()).run("by name");
      assertThat(client.out()).isEqualTo("by name");
    }
  }

  @Test
  void whatNoDatagramOfIpv4CouldHoldIsNotAnsweredOverIpv6Either() {
    try (Server echo = Server.serve("echo", "--udp", "[::1]:0").start()) {
      String answer =
          Python.run(
              """
              s = datagrams()
              s.send(b'x' * 65508)
              s.send(b'next')
              say(s.recv(65536))
              """,
              "::1",
              echo.udp());
      assertThat(answer).isEqualTo("next");
      echo.process().err().await("an answer of 65508 bytes");
    }
  }
}
