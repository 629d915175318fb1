package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ports that are taken or not permitted: exit 3 and one line that says which and why. */
final class CannotListenTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private static void assertRefused(Finished refused, String start, String reason) {
    assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
    assertThat(refused.out()).isEmpty();
    assertThat(Wire.text(refused.err()).lines().toList())
        .as("one line: service, address, reason")
        .hasSize(1)
        .allSatisfy(line -> assertThat(line).startsWith(start).contains(reason));
  }

  @Test
  void aTakenPortIsNamedWithItsServiceAndTheReason() throws IOException {
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertRefused(
          Command.jackfield("serve", "echo", "--tcp", address).run(),
          "jackfield serve: echo cannot listen on tcp://" + address,
          "in use");
    }
  }

  @Test
  void aTakenPortOfDatagramsToo() throws IOException {
    try (var taken = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertRefused(
          Command.jackfield("serve", "greeting", "--udp", address).run(),
          "jackfield serve: greeting cannot listen on udp://" + address,
          "in use");
    }
  }

  @Test
  void oneTakenPortOfSeveralStartsNothing() throws IOException {
    try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      assertRefused(
          Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0", "--tcp", address).run(),
          "jackfield serve: echo cannot listen on tcp://" + address,
          "in use");
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    assertRefused(
        Command.jackfield("serve", "echo", "--tcp", "192.0.2.1:0").run(),
        "jackfield serve: echo cannot listen on tcp://192.0.2.1:0",
        "EADDRNOTAVAIL");
  }

  @ParameterizedTest
  @CsvSource({"--tcp, tcp", "--udp, udp"})
  void aPrivilegedPortIsRefusedToWhoHasNoPrivilege(String option, String scheme) {
    Command unprivileged =
        Command.tool("setpriv", "--bounding-set=-net_bind_service", "--inh-caps=-net_bind_service")
            .under(Namespace.available().fresh());
    assertRefused(
        Command.jackfield("serve", "echo", option, "127.0.0.1:7").under(unprivileged).run(),
        "jackfield serve: echo cannot listen on " + scheme + "://127.0.0.1:7",
        "permission denied");
  }

  @Test
  void aPortThatWasJustGivenUpCanBeHadAgainAtOnce() throws IOException {
    int port;
    try (Server server = Server.serve("timestamp-line", "--tcp", "127.0.0.1:0").start();
        var client = new Client(server.tcp())) {
      port = server.tcp();
      // The server closes first, so its side of the connection lingers in TIME_WAIT.
      assertThat(Stamp.after(client.send("x\n").rest())).isEqualTo("x\n");
      server.stop();
    }
    try (Server again = Server.serve("echo", "--tcp", "127.0.0.1:" + port).start()) {
      assertThat(again.tcp()).isEqualTo(port);
      again.stop();
    }
  }
}
