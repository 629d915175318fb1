package io.jackfield.reactor.driver;

import static io.jackfield.reactor.driver.UringRig.turn;
import static io.jackfield.reactor.driver.UringRig.turnUntil;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.UringRig.Peer;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is io_uring's alone, with the JDK's channels as peers, as on each kernel that is known to do
 * it otherwise; the rest is in the contract suites.
 */
@ParameterizedClass
@EnumSource
final class UringDriverTest {
  /** How much one request receives of a stream, and at most at a time. */
  private static final int LIMIT = 65_536;

  private final UringLevel level;

  private final List<AutoCloseable> kept = new ArrayList<>();

  UringDriverTest(UringLevel level) {
    this.level = level;
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : kept.reversed()) {
      one.close();
    }
  }

  private UringRig rig(int requests, int completions) throws IOException {
    var rig = new UringRig(requests, completions, level);
    kept.add(rig);
    return rig;
  }

  private Driver driver() throws IOException {
    return UringDriver.open(512, 4_096, level);
  }

  @Test
  void moreRequestsAndCompletionsThanTheRingsHoldAreNotLost() throws Exception {
    UringRig port = rig(4, 8);
    List<SocketChannel> clients = port.connect(100);
    port.await(100);
    for (SocketChannel client : clients) {
      assertThat(client.write(ByteBuffer.allocate(10))).isEqualTo(10);
    }
    port.accepted.forEach(peer -> port.driver.receive(peer.handle, true));
    turnUntil(port.driver, () -> port.accepted.stream().allMatch(peer -> peer.received == 10));
    port.end();
  }

  /** Else what it still brings could be told after bytes that whoever watches has moved by then. */
  @Test
  void aStreamIsNotWatchedForReadingBeforeItsReceiveIsOver() throws Exception {
    UringRig port = rig(64, 256);
    SocketChannel client = port.connect(1).getFirst();
    port.await(1);
    KernelHandle handle = (KernelHandle) port.accepted.getFirst().handle;
    port.driver.receive(handle, true);
    turn(port.driver);
    assertThat((int) handle.going).isEqualTo(UringAsking.RECEIVE);
    port.driver.receive(handle, false);
    port.driver.watch(handle, Abi.READABLE);
    port.driver.await(0); // Asks, and tells nothing yet.
    assertThat((int) handle.going).isEqualTo(UringAsking.RECEIVE);
    turnUntil(port.driver, () -> handle.going == 0);
    port.driver.await(0);
    assertThat((int) handle.going).isEqualTo(UringAsking.POLL);
    client.write(ByteBuffer.allocate(3));
    turnUntil(port.driver, () -> port.accepted.getFirst().ready != 0);
    assertThat(port.accepted.getFirst().ready & Abi.READABLE).isNotZero();
    assertThat(port.accepted.getFirst().received).isZero();
    port.driver.watch(handle, 0);
    port.end();
  }

  /** A request ends when so much has come, and its last receive may bring as much again. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 30_000, 65_535})
  void aTurnBringsLessThanTwiceTheLimitOfAConnection(int filled) throws Exception {
    UringRig port = rig(64, 256);
    List<SocketChannel> clients = port.connect(2);
    port.await(2);
    Peer other = port.accepted.getFirst();
    assertThat(clients.getFirst().write(UringRig.bytes(filled))).isEqualTo(filled);
    port.driver.receive(other.handle, true);
    turnUntil(port.driver, () -> other.received == filled);
    SocketChannel client = clients.getLast();
    client.configureBlocking(false);
    int all = client.write(UringRig.bytes(1_000_000));
    assertThat(all).isGreaterThan(2 * LIMIT);
    Peer peer = port.accepted.getLast();
    port.driver.receive(peer.handle, true);
    for (int turns = 0; peer.received < all; turns++) {
      assertThat(turns).isLessThan(1_000);
      long before = peer.received;
      turn(port.driver);
      assertThat(peer.received - before).isLessThan(2 * LIMIT);
      assertThat(peer.longest).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(peer.wrong).isZero();
    port.end();
  }

  @Test
  void connectionsThatComeWhileNoneIsWantedWait() throws Exception {
    UringRig port = rig(64, 256);
    port.limit = 3;
    port.connect(10);
    port.await(3);
    for (int i = 0; i < 5; i++) {
      turn(port.driver);
    }
    assertThat(port.accepted).hasSize(3);
    port.limit = 5;
    port.driver.accept(port.handle, Integer.MAX_VALUE);
    port.await(5);
    port.driver.accept(port.handle, Integer.MAX_VALUE);
    port.await(10);
    port.end();
  }

  @Test
  void anAddressIsFreeAsSoonAsItsListenerIsClosed() throws Exception {
    UringRig port = rig(64, 256);
    SocketAddress address = requireNonNull(port.driver.localAddress(port.handle));
    for (int i = 0; i < 10; i++) {
      turn(port.driver);
      port.driver.close(port.handle, false);
      port.bind(address);
    }
    turnUntil(port.driver, () -> port.closed);
    port.connect(1);
    port.await(1);
    port.closed = false;
    port.end();
  }

  @Test
  void aWakeUpIsNotLostWhereAListenerIsClosedAndTheRingIsFull() throws Exception {
    UringRig port = rig(4, 8);
    List<SocketChannel> clients = port.connect(20);
    port.await(20);
    Peer first = port.accepted.getFirst();
    first.handle.attach(
        new Completions() {
          @Override
          public void received(Chunk chunk, int from, int to) {
            port.driver.wakeUp();
            port.accepted.forEach(peer -> port.driver.receive(peer.handle, true));
            port.driver.close(port.handle, false);
            first.received += to - from;
          }
        });
    port.driver.receive(first.handle, true);
    assertThat(clients.getFirst().write(ByteBuffer.allocate(1))).isOne();
    turnUntil(port.driver, () -> first.received == 1);
    turnUntil(port.driver, () -> port.closed);
    port.driver.wakeUp();
    long start = System.nanoTime();
    port.driver.await(20_000_000_000L);
    assertThat(System.nanoTime() - start).as("ns waited").isLessThan(10_000_000_000L);
    first.handle.attach(first);
    port.end();
  }

  private static int send(UringRig port, Peer to) {
    var outgoing = new Outgoing(port.driver.sendChunks());
    outgoing.append(ByteBuffer.allocate(3));
    int result = port.driver.send(to.handle, outgoing);
    if (result != Driver.PENDING) {
      outgoing.advance(result);
    }
    return result;
  }

  /** Its answer need not wait for the next turn, and makes none; those of several go together. */
  @Test
  void whatIsSentForACompletionThatCameAloneIsSentAtOnce() throws Exception {
    UringRig port = rig(64, 256);
    List<SocketChannel> clients = port.connect(2);
    port.await(2);
    Peer first = port.accepted.getFirst();
    Peer second = port.accepted.getLast();
    port.accepted.forEach(peer -> port.driver.receive(peer.handle, true));
    turn(port.driver);
    assertThat(send(port, first)).as("after a wait in vain").isEqualTo(Driver.PENDING);
    turnUntil(port.driver, () -> first.sent == 3);
    clients.getFirst().write(UringRig.bytes(1));
    turnUntil(port.driver, () -> first.received == 1);
    assertThat(send(port, first)).isEqualTo(3);
    assertThat(send(port, second)).as("the next").isEqualTo(Driver.PENDING);
    turnUntil(port.driver, () -> second.sent == 3);
    clients.getFirst().write(UringRig.bytes(1, 1));
    clients.getLast().write(UringRig.bytes(1));
    turn(port.driver);
    assertThat(first.received + second.received).isEqualTo(3);
    assertThat(send(port, first)).as("for one of two").isEqualTo(Driver.PENDING);
    turnUntil(port.driver, () -> first.sent == 6);
    port.end();
  }

  @Test
  void whatIsBeingSentIsTheKernelsUntilTheCloseIsTold() throws Exception {
    UringRig port = rig(64, 256);
    port.connect(1);
    port.await(1);
    Peer peer = port.accepted.getFirst();
    var outgoing = new Outgoing(port.driver.sendChunks());
    for (int i = 0; i < 1_000; i++) {
      outgoing.append(ByteBuffer.allocate(16_384));
    }
    long before;
    do { // Until its client, which reads nothing, has no more room for what one send takes.
      before = peer.sent;
      assertThat(port.driver.send(peer.handle, outgoing)).isEqualTo(Driver.PENDING);
      turn(port.driver);
      outgoing.advance(peer.sent - before);
    } while (peer.sent > before);
    port.driver.close(peer.handle, false);
    assertThat(peer.closed).isFalse();
    turnUntil(port.driver, () -> peer.closed);
    outgoing.clear();
    assertThat(port.driver.sendChunks().inUse()).isZero();
    port.accepted.clear();
    port.end();
  }

  @Test
  void aResetThatComesAsReceivingIsPausedIsNotLost() throws Exception {
    UringRig port = rig(64, 256);
    SocketChannel client = port.connect(1).getFirst();
    port.await(1);
    Peer peer = port.accepted.getFirst();
    port.driver.receive(peer.handle, true);
    port.driver.await(0);
    assertThat(port.driver.complete()).isZero();
    client.setOption(StandardSocketOptions.SO_LINGER, 0).close();
    port.driver.receive(peer.handle, false);
    turn(port.driver);
    // The kernel may have completed the request with the error, or cancelled it before.
    port.driver.receive(peer.handle, true);
    turnUntil(port.driver, () -> peer.failure != 0);
    assertThat(peer.failure).isEqualTo(-Abi.ECONNRESET);
    port.end();
  }

  @Test
  void aCloseEndsNothingOfAnotherDescriptorOfTheSameFile() throws Exception {
    Driver driver = driver();
    kept.add(driver);
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    kept.add(pair.getLast());
    int number = DescriptorCalls.duplicate(pair.getFirst().descriptor());
    Peer receiver = new Peer(driver.adopt(number, DescriptorKind.SOCKET));
    number = DescriptorCalls.duplicate(pair.getFirst().descriptor());
    Peer sender = new Peer(driver.adopt(number, DescriptorKind.SOCKET));
    pair.getFirst().close();
    driver.receive(receiver.handle, true);
    var outgoing = new Outgoing(driver.sendChunks());
    outgoing.append(ByteBuffer.allocate(1_000_000));
    assertThat(driver.send(sender.handle, outgoing)).isEqualTo(Driver.PENDING);
    turn(driver);
    turn(driver); // More than the kernel has room for: it waits.
    driver.close(receiver.handle, false);
    turnUntil(driver, () -> receiver.closed);
    turn(driver);
    assertThat(sender.sent).isZero();
    assertThat(sender.failure).isZero();
    driver.close(sender.handle, false);
    turnUntil(driver, () -> sender.closed);
  }

  @Test
  void aDriverThatIsClosedClosesAllThatWasClosedBefore() throws Exception {
    Driver driver = driver();
    var peers = new ArrayList<Peer>();
    for (int i = 0; i < 3_000; i++) {
      Peer peer = new Peer(driver.open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
      driver.receiveMessages(peer.handle, 0, true);
      peers.add(peer);
    }
    turn(driver);
    peers.forEach(peer -> driver.close(peer.handle, false));
    driver.close(); // Without a wait in between.
    assertThat(peers).allMatch(peer -> peer.closed);
  }
}
