package io.jackfield.reactor.driver;

import static io.jackfield.reactor.driver.UringRig.turn;
import static io.jackfield.reactor.driver.UringRig.turnUntil;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Accepting by one request for all connections, and by the ordinary call where that cannot be. */
@ParameterizedClass
@EnumSource
final class UringAcceptTest {
  private final UringLevel level;
  private UringRig port;

  UringAcceptTest(UringLevel level) {
    this.level = level;
  }

  @BeforeEach
  void open() throws IOException {
    assumeTrue(
        DescriptorCalls.most() > 2 * AcceptedAhead.MUCH_ROOM, "descriptors are few: ulimit -n");
    port = new UringRig(64, 4_096, level);
  }

  @AfterEach
  void close() throws IOException {
    port.close();
  }

  private KernelHandle listener() {
    return (KernelHandle) port.handle;
  }

  private int howItAccepts() {
    return port.driver.ring().acceptsAlways() ? UringAsking.ACCEPT : UringAsking.POLL;
  }

  private static List<@Nullable SocketAddress> addresses(List<SocketChannel> clients)
      throws IOException {
    var addresses = new ArrayList<@Nullable SocketAddress>();
    for (SocketChannel client : clients) {
      addresses.add(client.getLocalAddress());
    }
    return addresses;
  }

  private void idle() throws IOException {
    for (int i = 0; i < 5; i++) {
      turn(port.driver);
    }
  }

  private static void requireReset(SocketChannel client) throws IOException {
    client.socket().setSoTimeout(5_000);
    assertThatThrownBy(() -> client.socket().getInputStream().read()).hasMessageContaining("reset");
  }

  @Test
  void oneRequestAcceptsAllWhereTheKernelCan() throws Exception {
    for (int wave = 1; wave <= 3; wave++) {
      port.connect(10);
      port.await(10 * wave);
      port.driver.await(0);
      assertThat((int) listener().going).isEqualTo(howItAccepts());
    }
    assertThat(port.named).isEqualTo(addresses(port.clients));
    port.end();
  }

  @Test
  void withLittleRoomTheyWaitInTheKernel() throws Exception {
    turn(port.driver);
    port.driver.accept(port.handle, AcceptedAhead.MUCH_ROOM);
    turnUntil(port.driver, () -> listener().going == howItAccepts());
    idle();
    assertThat((int) listener().going).isEqualTo(howItAccepts());
    port.driver.accept(port.handle, AcceptedAhead.MUCH_ROOM - 1);
    turnUntil(port.driver, () -> listener().going == UringAsking.POLL);
    port.limit = 3;
    port.connect(10);
    port.await(3);
    idle();
    assertThat(port.accepted).hasSize(3);
    AcceptedAhead ahead = listener().ahead();
    assertThat(ahead == null || ahead.held.isEmpty()).isTrue();
    port.end();
  }

  @Test
  void whatHasComeWhenItPausesIsToldFirst() throws Exception {
    turn(port.driver); // It is asked for.
    port.limit = 3;
    port.connect(10);
    port.await(3);
    idle();
    assertThat(port.accepted).hasSize(3);
    port.connect(5);
    idle();
    port.limit = Integer.MAX_VALUE;
    port.driver.accept(port.handle, AcceptedAhead.MUCH_ROOM - 1);
    port.await(15);
    assertThat(port.named).isEqualTo(addresses(port.clients));
    port.driver.accept(port.handle, Integer.MAX_VALUE);
    port.connect(5);
    port.await(20);
    port.end();
  }

  @Test
  void soManyAreToldInATurn() throws Exception {
    turn(port.driver);
    int all = 3 * ReadyDriver.ACCEPTS_A_TURN + 8;
    port.connect(all);
    int turns = 0;
    for (int before = 0; before < all; turns++) {
      turn(port.driver);
      int told = port.accepted.size() - before;
      assertThat(told).isBetween(0, ReadyDriver.ACCEPTS_A_TURN);
      before += told;
    }
    assertThat(turns).isGreaterThanOrEqualTo(4);
    assertThat(port.named).isEqualTo(addresses(port.clients));
    port.end();
  }

  @Test
  void aClientThatHasGoneIsToldByNameAndWithWhatItSent() throws Exception {
    turn(port.driver);
    List<SocketChannel> clients = port.connect(2);
    List<@Nullable SocketAddress> addresses = addresses(clients);
    for (SocketChannel client : clients) {
      assertThat(client.write(ByteBuffer.allocate(5))).isEqualTo(5);
      client.setOption(StandardSocketOptions.SO_LINGER, 0);
      client.close();
    }
    port.await(2);
    assertThat(port.named).isEqualTo(addresses);
    for (UringRig.Peer peer : port.accepted) {
      port.driver.receive(peer.handle, true);
      turnUntil(port.driver, () -> peer.ended);
    }
    port.end();
  }

  @Test
  void whoWasNotToldOfWhenItClosesIsReset() throws Exception {
    turn(port.driver);
    port.limit = 1;
    List<SocketChannel> clients = port.connect(4);
    port.await(1);
    idle();
    port.driver.close(port.handle, false);
    turnUntil(port.driver, () -> port.closed);
    for (SocketChannel client : clients.subList(1, 4)) {
      requireReset(client);
    }
    port.accepted.forEach(peer -> port.driver.close(peer.handle, true));
    turnUntil(port.driver, () -> port.accepted.getFirst().closed);
  }

  @Test
  void whoComesAsItClosesIsResetAndLeavesNothingOpen() throws Exception {
    turn(port.driver);
    long before = descriptors();
    List<SocketChannel> clients = port.connect(10);
    port.driver.close(port.handle, false);
    turnUntil(port.driver, () -> port.closed);
    idle();
    assertThat(port.accepted).isEmpty();
    for (SocketChannel client : clients) {
      requireReset(client);
      client.close();
    }
    assertThat(descriptors()).as("the listener's is gone").isEqualTo(before - 1);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void afterACloseInTheMidstOfThemNoMoreAreTold() throws Exception {
    turn(port.driver);
    port.whenAccepted =
        () -> {
          if (port.accepted.size() == 2) {
            port.driver.close(port.handle, false);
          }
        };
    List<SocketChannel> clients = port.connect(5);
    turnUntil(port.driver, () -> port.closed);
    idle();
    assertThat(port.accepted).hasSize(2);
    for (SocketChannel client : clients.subList(2, 5)) {
      requireReset(client);
    }
    port.accepted.forEach(peer -> port.driver.close(peer.handle, true));
    turnUntil(port.driver, () -> port.accepted.stream().allMatch(peer -> peer.closed));
  }

  @Test
  void aNewBacklogLosesNobody() throws Exception {
    turn(port.driver);
    port.limit = 1;
    port.connect(5);
    port.await(1);
    port.driver.listen(port.handle, 100);
    port.limit = Integer.MAX_VALUE;
    port.driver.accept(port.handle, Integer.MAX_VALUE);
    port.await(5);
    port.end();
  }

  @Test
  void eachIsCountedOnce() throws Exception {
    turn(port.driver);
    port.connect(5);
    int told = 0;
    while (port.accepted.size() < 5) {
      port.driver.await(UringRig.TURN_NANOS);
      told += port.driver.complete();
    }
    // A port that is ready is one for all of them.
    assertThat(told).isEqualTo(howItAccepts() == UringAsking.ACCEPT ? 5 : 1);
    port.end();
  }

  /** Else those that come between would be lost when only the other one goes on. */
  @Test
  void whoeverElseHasThePortGetsAllThatIsNotTold() throws Exception {
    turn(port.driver);
    port.connect(5);
    try (PassedDescriptor other = port.driver.duplicate(port.handle)) {
      port.await(5);
      turnUntil(port.driver, () -> listener().going == UringAsking.POLL);
      port.connect(5);
      port.driver.close(port.handle, false);
      turnUntil(port.driver, () -> port.closed);
      assertThat(port.accepted).hasSize(5);
      Handle next = port.driver.adopt(other.takeNumber(), DescriptorKind.SOCKET);
      next.attach(port);
      port.handle = next;
      port.driver.accept(next, Integer.MAX_VALUE);
      port.await(10);
      port.driver.await(0);
      assertThat((int) listener().going)
          .as("of a port that others may have")
          .isEqualTo(UringAsking.POLL);
    }
    assertThat(port.named).isEqualTo(addresses(port.clients));
    requireNonNull(port.driver.localAddress(port.handle));
    port.closed = false;
    port.end();
  }
}
