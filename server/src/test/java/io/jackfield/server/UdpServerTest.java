package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
final class UdpServerTest {
  @ParameterizedTest
  @EnumSource
  void eachDatagramIsAnsweredAlsoAnEmptyOne(Engines engine) throws IOException {
    try (var server =
            UdpServer.at(Peer.ANY_PORT)
                .handler(Handlers.DatagramEcho::new)
                .engine(engine.engine())
                .start();
        var peer = new DatagramPeer(server.address())) {
      peer.send("hello");
      assertThat(peer.receive()).isEqualTo("hello");
      peer.send("");
      assertThat(peer.receive()).isEmpty();
      peer.send("x".repeat(65_507));
      assertThat(peer.receive()).hasSize(65_507);
    }
  }

  /** Puts one byte before what it got. */
  private static final class Longer extends DatagramRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write('+');
      out().write(data());
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerThatIsTooLongIsCountedAndTheNextIsSent(Engines engine) throws Exception {
    var errors = new ArrayBlockingQueue<Throwable>(10);
    var hooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(error);
          }
        };
    try (var server =
            UdpServer.at(Peer.ANY_PORT)
                .handler(Longer::new)
                .engine(engine.engine())
                .hooks(hooks)
                .start();
        var peer = new DatagramPeer(server.address())) {
      peer.send("x".repeat(65_506));
      assertThat(peer.receive()).hasSize(65_507);
      peer.send("x".repeat(65_507));
      peer.send("y");
      assertThat(peer.receive()).isEqualTo("+y");
      assertThat(errors.poll(10, TimeUnit.SECONDS))
          .isInstanceOf(AnswerTooLongException.class)
          .hasMessageContaining("65508");
      assertThat(server.counts().tooLong()).isEqualTo(1);
      assertThat(server.counts().failed()).isZero();
    }
  }

  /** Writes, then fails. */
  private static final class Failing extends DatagramRequestHandler {
    @Override
    protected void handle() throws IOException {
      out().write(data());
      if (data().length == 1) {
        throw new IOException("half way");
      }
    }
  }

  @Test
  void halfAnAnswerIsNotSent() throws IOException {
    try (var server =
            UdpServer.at(Peer.ANY_PORT).handler(Failing::new).engine(Engine.iterative()).start();
        var peer = new DatagramPeer(server.address())) {
      peer.send("1");
      peer.send("22");
      assertThat(peer.receive()).isEqualTo("22");
    }
  }
}
