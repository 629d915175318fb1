package io.jackfield.reactor.driver;

import static io.jackfield.reactor.driver.UringRig.turn;
import static io.jackfield.reactor.driver.UringRig.turnUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.UringRig.Peer;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes at once is told at once, where a buffer of io_uring's ends in the midst of it too. */
@ParameterizedClass
@EnumSource
final class UringBufferEndTest {
  /** The most that is copied to be told at once. */
  private static final int JOINED = 16_384;

  private final UringLevel level;

  UringBufferEndTest(UringLevel level) {
    this.level = level;
  }

  private UringRig open(int connections) throws IOException {
    return open(connections, new UringRig(1_024, 4_096, level));
  }

  private static UringRig open(int connections, UringRig port) throws IOException {
    port.connect(connections);
    port.await(connections);
    port.accepted.forEach(peer -> port.driver.receive(peer.handle, true));
    turn(port.driver);
    return port;
  }

  private static void send(UringRig port, int connection, int length) throws IOException {
    long before = port.accepted.get(connection).received;
    send(port, connection, before, length);
  }

  private static void send(UringRig port, int connection, long from, int length)
      throws IOException {
    SocketChannel client = port.clients.get(connection);
    assertThat(client.write(UringRig.bytes(from, length))).isEqualTo(length);
  }

  /** Has one send so much at once; returns in how many parts it was told. */
  private static int parts(UringRig port, int connection, int length) throws IOException {
    Peer peer = port.accepted.get(connection);
    int before = peer.parts;
    long all = peer.received + length;
    send(port, connection, length);
    turnUntil(port.driver, () -> peer.received == all);
    assertThat(peer.wrong).isZero();
    return peer.parts - before;
  }

  /** Whether a receive that began so much before a buffer's end ends there. */
  private static boolean cuts(UringRig port, int left) {
    return port.driver.receiveRing().isIncremental() && left >= leastLeft(port);
  }

  private static int leastLeft(UringRig port) {
    return port.driver.receiveRing().leastLeft();
  }

  /** So little that a receive which brings more is cut, where any is. */
  private static int little(UringRig port) {
    return Math.max(100, leastLeft(port));
  }

  /** Of the first buffer; by the first connection. */
  private static void fillAllBut(UringRig port, int left) throws IOException {
    assertThat(parts(port, 0, size(port) - left)).isPositive();
  }

  private static int size(UringRig port) {
    return port.driver.receiveRing().pool().size();
  }

  @Test
  void ofOneConnection() throws Exception {
    try (var port = open(1)) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(parts(port, 0, 514)).isEqualTo(1);
      }
      port.end();
    }
  }

  /**
   * The end of a buffer comes in the midst of what lasts longer; the limit of a request elsewhere;
   * and a request that was made when a buffer had little room brings no more than that.
   */
  @Test
  void ofSeveralInTurn() throws Exception {
    try (var port = open(3)) {
      requireWholeInTurn(port);
    }
  }

  @Test
  void ofUnixStreamsToo(@TempDir Path folder) throws Exception {
    var address = UnixDomainSocketAddress.of(folder.resolve("port"));
    try (var port = open(3, new UringRig(1_024, 4_096, level, address))) {
      requireWholeInTurn(port);
    }
  }

  private static void requireWholeInTurn(UringRig port) throws IOException {
    for (int i = 0; i < 2_000; i++) {
      assertThat(parts(port, i % port.accepted.size(), 100 + i)).isEqualTo(1);
    }
    port.end();
  }

  /** More than the kernel has buffers for: for some it has none for the rest. */
  @Test
  void ofManyAtOnce() throws Exception {
    int connections = 100;
    int length = 7_001;
    try (var port = open(connections)) {
      for (int round = 1; round <= 20; round++) {
        for (int i = 0; i < connections; i++) {
          send(port, i, length);
        }
        long all = (long) round * length;
        turnUntil(port.driver, () -> port.accepted.stream().allMatch(p -> p.received == all));
        assertThat(port.accepted).extracting(peer -> peer.parts).containsOnly(round);
      }
      assertThat(port.accepted).allMatch(peer -> peer.wrong == 0);
      assertThat(port.driver.receiveRing().shortages()).isPositive();
      port.end();
    }
  }

  /** What comes then begins the next one, and is not cut. With a byte more it is used up. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void ofABufferSoLittleIsLeftEmpty(int more) throws Exception {
    try (var port = open(2)) {
      int left = Math.max(leastLeft(port), 1) - 1 + more;
      fillAllBut(port, left);
      assertThat(parts(port, 1, 1)).isEqualTo(1);
      int end = cuts(port, left) && left > 0 ? size(port) - left : 0;
      assertThat(port.accepted.get(1).from).isEqualTo(end);
      port.end();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void upToALimit(int more) throws Exception {
    try (var port = open(2)) {
      int left = little(port);
      fillAllBut(port, left);
      assertThat(parts(port, 1, JOINED + more)).isEqualTo(cuts(port, left) ? 1 + more : 1);
      port.end();
    }
  }

  @Test
  void anEndComesBehindIt() throws Exception {
    try (var port = open(2)) {
      int left = little(port);
      fillAllBut(port, left);
      Peer peer = port.accepted.get(1);
      send(port, 1, left + 50);
      port.clients.get(1).shutdownOutput();
      turnUntil(port.driver, () -> peer.ended);
      assertThat(peer.received).isEqualTo(left + 50);
      assertThat(peer.parts).isEqualTo(1);
      assertThat(peer.failure).isZero();
      assertThat(peer.wrong).isZero();
      port.end();
    }
  }

  /** Of who ended a request by its last bytes, and of who did not. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void soDoesAnError(int connection) throws Exception {
    try (var port = open(2)) {
      int left = little(port);
      fillAllBut(port, left);
      Peer peer = port.accepted.get(connection);
      long before = peer.received;
      send(port, connection, left);
      SocketChannel client = port.clients.get(connection);
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.close();
      turnUntil(port.driver, () -> peer.ended);
      assertThat(peer.received - before).isEqualTo(left);
      assertThat(peer.failure).isEqualTo(-Abi.ECONNRESET);
      port.end();
    }
  }

  @Test
  void whoPausesIsNotReceivedFor() throws Exception {
    try (var port = open(1)) {
      int left = little(port);
      fillAllBut(port, left);
      Peer peer = port.accepted.getFirst();
      int before = peer.parts;
      send(port, 0, left + 50);
      port.driver.await(UringRig.TURN_NANOS);
      port.driver.receive(peer.handle, false);
      assertThat(port.driver.complete()).isPositive();
      assertThat(peer.received).isEqualTo(size(port) + (cuts(port, left) ? 0 : 50));
      port.driver.receive(peer.handle, true);
      turnUntil(port.driver, () -> peer.received == size(port) + 50);
      assertThat(peer.parts - before).isEqualTo(cuts(port, left) ? 2 : 1);
      assertThat(peer.wrong).isZero();
      port.end();
    }
  }

  /**
   * What the kernel keeps back was received before what is still in the socket: that comes here
   * while completions wait to be told.
   */
  @Test
  void whereTheCompletionsAreMoreThanTheirRingHoldsTheirOrderIsKept() throws Exception {
    int connections = 20;
    int length = 5_000;
    int rounds = 200;
    try (var port = open(connections, new UringRig(4, 8, level))) {
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < connections; i++) {
          send(port, i, (long) round * length, length);
        }
        assertThat(port.driver.complete()).isNotNegative();
        port.driver.await(0);
      }
      long all = (long) rounds * length;
      turnUntil(port.driver, () -> port.accepted.stream().allMatch(p -> p.received == all));
      assertThat(port.accepted).allMatch(peer -> peer.wrong == 0);
      port.end();
    }
  }
}
