package io.jackfield.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.server.DatagramRequest;
import io.jackfield.server.ServerHooks;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.UdpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams that no client should send, to every service that has them, on every engine. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BadDatagramsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** The longest that UDP over IPv4 has. */
  private static final int LONGEST = 65_507;

  private static final int STAMP = "[".length() + Manners.CTIME.length() + "] ".length();
  private static final int HELLO = "Hello, !".length();
  private static final int CHARACTERS = 512;
  private static final int QUIET_MILLIS = 20;

  @TempDir private static Path folder;

  private static List<String> datagrams() {
    List<String> all = new ArrayList<>(BadInputTest.ENCODINGS);
    all.addAll(List.of("", "\n", "exit"));
    for (int length : new int[] {LONGEST - STAMP, LONGEST - HELLO, LONGEST - HELLO + 1, LONGEST}) {
      all.add("x".repeat(length));
    }
    return all;
  }

  /** Not sent where it is longer than a datagram. */
  private static String answer(String service, String datagram) {
    return switch (service) {
      case "greeting" -> "Hello, " + datagram.replaceFirst("(\r\n|\n|\r)\\z", "") + "!";
      case "timestamp", "echo", "daytime", "time" ->
          Manners.heard(service, List.of(datagram), true);
      default -> throw new IllegalArgumentException("what does " + service + " answer?");
    };
  }

  @ParameterizedTest
  @EnumSource
  void areAnsweredOrLeftUnansweredAndHarmNobody(ServiceEngine engine) throws Exception {
    ServiceSettings settings = ServiceSettings.at(folder);
    ServerLoops loops = engine.loops();
    Map<String, UdpServer> servers = new TreeMap<>();
    try {
      for (Service service : Services.all(settings)) {
        if (service.datagram() != null) {
          UdpServer server =
              engine
                  .carry(UdpServer.at(ANY_PORT), service, settings, loops)
                  .hooks(new Hooks())
                  .drainTimeout(Duration.ofMillis(100))
                  .open();
          servers.put(service.name(), server);
          if (loops == null) {
            Thread.ofPlatform().name(service.name()).start(server::serveForever);
          }
        }
      }
      if (loops != null) {
        Thread.ofPlatform().name("loop").start(loops::serveForever);
      }
      for (Map.Entry<String, UdpServer> one : servers.entrySet()) {
        talk(one.getKey(), one.getValue());
      }
    } finally {
      servers.values().forEach(UdpServer::close);
      if (loops != null) {
        loops.close();
      }
    }
  }

  /** What has no answer is known by the next that has one. */
  private static void talk(String service, UdpServer server) throws IOException {
    try (var socket = new DatagramSocket(ANY_PORT)) {
      socket.setSoTimeout(20_000);
      List<String> sent = new ArrayList<>(datagrams());
      sent.add("last");
      int tooLong = 0;
      for (String datagram : sent) {
        // With its address: the JDK sends no empty ones from a connected socket.
        socket.send(
            new DatagramPacket(datagram.getBytes(ISO_8859_1), datagram.length(), server.address()));
        switch (service) {
          case "discard" -> {} // Nothing has an answer.
          case "chargen" -> assertCharacters(received(socket));
          default -> {
            String answer = answer(service, datagram);
            if (answer.length() > LONGEST) {
              tooLong++;
            } else {
              assertThat(Manners.normal(service, received(socket)))
                  .as("%s, told %s", service, datagram)
                  .isEqualTo(answer);
            }
          }
        }
      }
      while (server.counts().tooLong() < tooLong) {
        Thread.onSpinWait(); // A worker process tells of it soon.
      }
      assertThat(server.counts().failed()).isZero();
      socket.setSoTimeout(QUIET_MILLIS);
      assertThatThrownBy(() -> received(socket)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  private static void assertCharacters(String heard) {
    assertThat(heard).hasSizeLessThanOrEqualTo(CHARACTERS);
    String line = Manners.CHARACTERS;
    assertThat(line).startsWith(heard.substring(0, Math.min(heard.length(), line.length())));
  }

  /** What is not answered is counted. */
  private static final class Hooks implements ServerHooks<DatagramRequest> {
    @Override
    public void handleError(DatagramRequest request, Throwable error) {}
  }

  private static String received(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[LONGEST], LONGEST);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), ISO_8859_1);
  }
}
