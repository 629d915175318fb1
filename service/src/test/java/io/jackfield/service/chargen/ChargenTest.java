package io.jackfield.service.chargen;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.Engine;
import io.jackfield.server.ServerHooks;
import io.jackfield.server.StreamRequest;
import io.jackfield.server.TcpServer;
import io.jackfield.server.UdpServer;
import io.jackfield.service.FakeTransport;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
final class ChargenTest {
  private static final int MORE_THAN_A_PATTERN = 100_000;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** Remembers what is told of conversations. */
  private final class Log implements ServerHooks<StreamRequest> {
    @Override
    public void handleError(StreamRequest request, Throwable error) {
      told.add("error: " + error);
    }

    @Override
    public void handleTimeout(StreamRequest request) {
      told.add("time-out");
    }

    @Override
    public void finishRequest(StreamRequest request) {
      told.add("finished");
    }
  }

  private static Stream<Engine> engines() {
    return Stream.of(
        Engine.eventLoop(), Engine.virtualThreads(), Engine.threads(), Engine.iterative());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void aClientThatHasEnoughAndClosesIsNoFailure(Engine engine) throws Exception {
    var anywhere = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (var server =
        TcpServer.at(anywhere)
            .protocol(_ -> new Chargen())
            .engine(engine)
            .hooks(new Log())
            .start()) {
      try (var client = new Socket(server.address().getAddress(), server.address().getPort())) {
        assertThat(client.getInputStream().readNBytes(MORE_THAN_A_PATTERN))
            .startsWith(" !\"#$%&'()*".getBytes(US_ASCII))
            .hasSize(MORE_THAN_A_PATTERN);
      }
      assertThat(told.take()).isEqualTo("finished");
      server.shutdown();
      assertThat(server.awaitEnd(Duration.ofSeconds(10))).isTrue();
      assertThat(server.counts().taken()).isEqualTo(1);
      assertThat(server.counts().failed()).isZero();
    }
  }

  @Test
  void whateverThereIsRoomForThePatternGoesOn() throws Exception {
    try (var client = new FakeTransport(new Chargen())) {
      for (int bytes : new int[] {1, 70, 500, 7_029, 30, 1, 10_000, 10_000}) {
        client.request(bytes);
      }
      String whole = US_ASCII.decode(Pattern.part(0, Pattern.length())).toString();
      assertThat(whole.repeat(4)).startsWith(client.written());
      assertThat(client.written()).hasSizeGreaterThan(2 * whole.length());
    }
  }

  @Test
  void aDatagramHasUpTo512Characters() throws Exception {
    assertThat(lengthWith(new UdpChargen(bound -> bound - 1))).isEqualTo(512);
    assertThat(lengthWith(new UdpChargen(_ -> 0))).isZero();
    assertThat(lengthWith(new UdpChargen())).isBetween(0, 512);
  }

  private static int lengthWith(UdpChargen chargen) throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (UdpServer server =
            UdpServer.at(new InetSocketAddress(loopback, 0)).exchange(chargen).start();
        var client = new DatagramSocket(0, loopback)) {
      client.send(new DatagramPacket(new byte[] {'?'}, 1, server.address()));
      var answer = new DatagramPacket(new byte[1_024], 1_024);
      client.receive(answer);
      return answer.getLength();
    }
  }
}
