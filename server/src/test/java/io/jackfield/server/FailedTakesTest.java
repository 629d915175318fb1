package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.IpOptions;
import io.jackfield.socket.KernelException;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Requests that cannot be taken, on engines that wait; where descriptors are scarce is elsewhere.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FailedTakesTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final LinkedBlockingQueue<IOException> told = new LinkedBlockingQueue<>();

  /** The server's own socket, by another descriptor. */
  private static Socket socket(BaseServer server) throws IOException {
    try (PassedDescriptor duplicate = server.duplicateSockets().getFirst()) {
      return duplicate.takeSocket();
    }
  }

  /** Somebody else who has the socket has it listen no more: accept(2) says EINVAL from then on. */
  @ParameterizedTest
  @EnumSource(names = Engines.LOOPS, mode = Mode.MATCH_NONE)
  void aListenerOfNoUseAnyMoreEndsTheServer(Engines engine) throws Exception {
    var hooks =
        new ServerHooks<StreamRequest>() {
          @Override
          public void handleTakeError(IOException error) {
            told.add(error);
          }
        };
    try (var server =
        TcpServer.at(Peer.ANY_PORT)
            .handler(Handlers.Echo::new)
            .engine(engine.engine())
            .hooks(hooks)
            .start()) {
      try (Peer peer = Peer.of(server)) {
        assertThat(peer.send("x").end().receiveAll()).isEqualTo("x");
      }
      try (Socket same = socket(server)) {
        same.shutdown(ShutdownHow.BOTH);
      }
      assertThat(told.take()).isInstanceOf(KernelException.class).hasMessageContaining("EINVAL");
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(told).isEmpty();
    }
  }

  /** Answers when its client has gone. */
  private static final class Late extends DatagramRequestHandler {
    private final CountDownLatch gone;

    Late(CountDownLatch gone) {
      this.gone = gone;
    }

    @Override
    protected void handle() throws Exception {
      gone.await();
      out().write(data());
    }
  }

  /** An answer that nobody takes is told of by recvmsg(2), for who asks for it: ip(7). */
  @ParameterizedTest
  @EnumSource(names = Engines.LOOPS, mode = Mode.MATCH_NONE)
  void aRequestThatFailsByItselfIsFollowedByTheNext(Engines engine) throws Exception {
    var gone = new CountDownLatch(1);
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleTakeError(IOException error) {
            told.add(error);
          }
        };
    try (var server =
            UdpServer.at(Peer.ANY_PORT)
                .handler(() -> new Late(gone))
                .engine(engine.engine())
                .hooks(hooks)
                .start();
        var next = new DatagramPeer(server.address())) {
      try (Socket same = socket(server)) {
        same.setOption(IpOptions.ERROR_QUEUE, true);
      }
      try (var lost = new DatagramSocket()) {
        lost.send(new DatagramPacket(new byte[] {'x'}, 1, server.address()));
      }
      gone.countDown();
      assertThat(told.take()).isInstanceOf(ConnectionRefusedException.class);
      next.send("y");
      assertThat(next.receive()).isEqualTo("y");
      assertThat(server.counts()).hasToString("taken 2, not taken 1");
    }
  }
}
