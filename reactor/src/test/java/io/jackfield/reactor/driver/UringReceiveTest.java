package io.jackfield.reactor.driver;

import static io.jackfield.reactor.driver.UringRig.turn;
import static io.jackfield.reactor.driver.UringRig.turnUntil;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The buffers that io_uring receives into, and what a turn of it costs. */
@ParameterizedClass
@EnumSource
final class UringReceiveTest {
  /** What a stream receives into. */
  private static final int BUFFER = 65_536;

  private final UringLevel level;

  UringReceiveTest(UringLevel level) {
    this.level = level;
  }

  /** Has all of them send so much, and asks for it. */
  private static void sendAndReceive(UringRig port, List<SocketChannel> clients, int length)
      throws IOException {
    for (SocketChannel client : clients) {
      assertThat(client.write(UringRig.bytes(length))).isEqualTo(length);
    }
    port.accepted.forEach(peer -> {
      peer.hold = true; // So that no buffer comes back.
      port.driver.receive(peer.handle, true);
    });
  }

  private static boolean allHave(UringRig port, long length) {
    return port.accepted.stream().allMatch(peer -> peer.received >= length);
  }

  private static void releaseAll(UringRig port) {
    port.accepted.forEach(peer -> {
      peer.held.forEach(Chunk::release);
      peer.held.clear();
    });
  }

  private static void requireRight(UringRig port, long length) {
    assertThat(port.accepted).allMatch(peer -> peer.received == length && peer.wrong == 0);
  }

  /** That one, or a later one. */
  private static boolean isKernel(int major, int minor) {
    String[] numbers = System.getProperty("os.version").split("\\D", 3);
    int[] running = {Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])};
    return Arrays.compare(running, new int[] {major, minor}) >= 0;
  }

  @Test
  void aLevelHasWhatItsKernelHas() throws Exception {
    try (var port = new UringRig(64, 256, level)) {
      if (!level.has(UringLevel.LINUX_6_6)) {
        assertThat(port.driver.ring().hasArray()).isTrue();
      }
      assertThat(port.driver.receiveRing().isIncremental())
          .isEqualTo(level.has(UringLevel.LINUX_6_15) && isKernel(6, 15));
      if (isKernel(7, 1) || !level.has(UringLevel.LINUX_7_1)) { // Others may have it or not.
        int leastLeft = level.has(UringLevel.LINUX_7_1) ? ReceiveRing.SPARE_BYTES + 1 : 0;
        assertThat(port.driver.receiveRing().leastLeft()).isEqualTo(leastLeft);
      }
      port.end();
    }
  }

  /** More of them where each receive takes one, its turn where it fills one piece by piece. */
  @Test
  void whereTheKernelHasNoBufferLeftReceivingGoesOn() throws Exception {
    try (var port = new UringRig(64, 256, level)) {
      List<SocketChannel> clients = port.connect(40);
      port.await(40);
      ReceiveRing ring = port.driver.receiveRing();
      int first = ring.provided();
      int length = 100_000;
      sendAndReceive(port, clients, length);
      turnUntil(port.driver, () -> allHave(port, length));
      assertThat(ring.shortages()).isPositive();
      assertThat(ring.provided() > first).isEqualTo(!ring.isIncremental());
      requireRight(port, length);
      releaseAll(port);
      port.end();
    }
  }

  /** All that one enter may fill are filled, and the rest has to wait for the next. */
  @Test
  void whereThereCanBeNoMoreBuffersReceivingGoesOnInTheNextTurn() throws Exception {
    int connections = 600;
    try (var port = new UringRig(1_024, 4_096, level)) {
      List<SocketChannel> clients = port.connect(connections);
      port.await(connections);
      ReceiveRing ring = port.driver.receiveRing();
      sendAndReceive(port, clients, BUFFER);
      int shortagesOfAll = 0;
      while (!allHave(port, BUFFER)) {
        boolean wereAll = ring.isAtMost();
        int before = ring.shortages();
        turn(port.driver);
        shortagesOfAll += wereAll ? ring.shortages() - before : 0;
      }
      assertThat(shortagesOfAll).isPositive();
      assertThat(ring.isAtMost()).isTrue();
      requireRight(port, BUFFER);
      long held = port.accepted.stream().flatMap(peer -> peer.held.stream()).distinct().count();
      assertThat(held).as("chunks that are held").isGreaterThan(ring.provided());
      if (ring.isIncremental()) {
        assertThat(ring.shortages()).as("tried in vain").isLessThan(2 * connections);
      }

      port.accepted.forEach(peer -> peer.hold = false);
      releaseAll(port);
      for (SocketChannel client : clients) {
        ByteBuffer more = UringRig.bytes(BUFFER + 100).position(BUFFER);
        assertThat(client.write(more)).isEqualTo(100);
      }
      turnUntil(port.driver, () -> allHave(port, BUFFER + 100));
      requireRight(port, BUFFER + 100);
      port.end();
    }
  }

  private static final class Echo implements Protocol {
    private @Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      requireNonNull(transport).writeLent(data);
    }
  }

  @Test
  void underLoadATurnIsOneSystemCallForManyMessages() throws Exception {
    int connections = 50;
    int rounds = 200;
    var clients = new ArrayList<SocketChannel>();
    var driver = UringDriver.open(512, 4_096, level);
    try (Reactor reactor = Reactor.builder().driver(() -> driver).stallThreshold(null).build()) {
      reactor.start();
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var port = reactor.listen(anyPort, _ -> new Echo());
      for (int i = 0; i < connections; i++) {
        clients.add(SocketChannel.open(port.localAddress()));
      }
      echo(reactor, clients, 1);
      long turns = reactor.counts().turns();
      long entered = driver.ring().entered();
      echo(reactor, clients, rounds);
      turns = reactor.counts().turns() - turns;
      entered = driver.ring().entered() - entered;
      assertThat(entered).as("system calls in " + turns + " turns").isEqualTo(turns);
      assertThat(entered).isLessThan(connections * rounds / 5);
    } finally {
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  /** Has each of them send a message and get it back, so many times. */
  private static void echo(Reactor reactor, List<SocketChannel> clients, int rounds)
      throws IOException {
    ByteBuffer message = ByteBuffer.allocate(64);
    for (int round = 0; round < rounds; round++) {
      long wanted = reactor.counts().sentBytes() + (long) clients.size() * message.capacity();
      for (SocketChannel client : clients) {
        assertThat(client.write(message.clear())).isEqualTo(message.capacity());
      }
      while (reactor.counts().sentBytes() < wanted) {
        int _ = reactor.turn();
      }
      for (SocketChannel client : clients) {
        message.clear();
        while (message.hasRemaining()) {
          assertThat(client.read(message)).isPositive();
        }
      }
    }
  }
}
