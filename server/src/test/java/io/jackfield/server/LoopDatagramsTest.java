package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.PermissionDeniedException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What datagrams have on a loop alone; what all engines have in common is in UdpServerTest. */
@Timeout(30)
final class LoopDatagramsTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int EPERM = 1;

  private final ContrivedDriver network = new ContrivedDriver();
  private final BlockingQueue<String> finished = new ArrayBlockingQueue<>(10);
  private final BlockingQueue<Throwable> errors = new ArrayBlockingQueue<>(10);
  private final ServerHooks<DatagramRequest> hooks =
      new ServerHooks<>() {
        @Override
        public void handleError(DatagramRequest request, Throwable error) {
          assertThat(request.clientAddress()).isNotNull();
          errors.add(error);
        }

        @Override
        public void finishRequest(DatagramRequest request) {
          finished.add("" + request.length());
        }
      };

  private DatagramServerBuilder<UdpServer> echo() {
    return UdpServer.at(Peer.ANY_PORT)
        .handler(Handlers.DatagramEcho::new)
        .engine(Engine.eventLoop(network::open))
        .hooks(hooks)
        .drainTimeout(Duration.ofMillis(100));
  }

  private void send(DatagramPeer peer, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      peer.send("x");
      assertThat(finished.poll(10, TimeUnit.SECONDS)).isEqualTo("1");
    }
  }

  @Test
  void answersThatTheQueueHasNoRoomForAreDroppedAndCounted() throws Exception {
    network.sendResult = Driver.PENDING;
    try (var server = echo().queue(2, 100).start();
        var peer = new DatagramPeer(server.address())) {
      send(peer, 3); // One that the kernel is being given, two that wait.
      assertThat(server.counts().dropped()).isZero();
      send(peer, 1);
      assertThat(errors.take())
          .isInstanceOf(AnswerDroppedException.class)
          .hasMessage("an answer was dropped: 2 messages, 2 bytes wait already for the network");
      assertThat(server.counts()).hasToString("taken 4, dropped 1");
    }
  }

  @Test
  void theQueueIsBoundedInBytesToo() throws Exception {
    network.sendResult = Driver.PENDING;
    try (var server = echo().queue(100, 2).start();
        var peer = new DatagramPeer(server.address())) {
      send(peer, 3);
      assertThat(server.counts().dropped()).isZero();
      send(peer, 1);
      assertThat(server.counts().dropped()).isEqualTo(1);
    }
  }

  @Test
  void answersThatStillWaitWhenTheTimeToDrainIsUpAreDroppedAndCounted() throws Exception {
    network.sendResult = Driver.PENDING;
    try (var server = echo().queue(2, 100).start();
        var peer = new DatagramPeer(server.address())) {
      send(peer, 3);
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts()).hasToString("taken 3, dropped 3");
    }
  }

  @Test
  void answersThatWaitAreSentBeforeItEnds() throws Exception {
    network.sendResult = Driver.PENDING;
    try (var server = echo().drainTimeout(Duration.ofSeconds(20)).start();
        var peer = new DatagramPeer(server.address())) {
      send(peer, 2);
      server.shutdown();
      network.sendResult = null;
      network.happen(handle -> handle.completions().sent(1)); // The first; epoll has the second.
      assertThat(peer.receive()).isEqualTo("x");
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts()).hasToString("taken 2");
    }
  }

  @Test
  void anAnswerThatTheKernelRefusesFailsItsOwnRequestOnly() throws Exception {
    network.sendResult = -EPERM;
    try (var server = echo().start();
        var peer = new DatagramPeer(server.address())) {
      send(peer, 1);
      assertThat(errors.take()).isInstanceOf(PermissionDeniedException.class);
      network.sendResult = null;
      send(peer, 1);
      assertThat(peer.receive()).isEqualTo("x");
      assertThat(server.counts()).hasToString("taken 2, failed 1");
    }
  }

  @Test
  void anAnswerThatIsRefusedAfterItWaitedIsToldAndCounted() throws Exception {
    network.sendResult = Driver.PENDING;
    try (var server = echo().start();
        var peer = new DatagramPeer(server.address())) {
      send(peer, 1);
      network.happen(handle -> handle.completions().sent(-EPERM));
      assertThat(errors.take()).isInstanceOf(PermissionDeniedException.class);
      assertThat(server.counts()).hasToString("taken 1, failed 1");
    }
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    var builder = UdpServer.at(Peer.ANY_PORT);
    assertThatThrownBy(() -> builder.queue(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.queue(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("handler");
  }
}
