package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done when as many requests run as may, on every engine that has such a limit. */
@Timeout(30)
final class AtLimitTest {
  /** Engines that answer so many at once. */
  enum Bounded {
    THREADS,
    VIRTUAL,
    PROCESSES;

    Engine engine(int limit, AtLimit atLimit) {
      return switch (this) {
        case THREADS -> Engine.threads(limit, atLimit);
        case VIRTUAL -> Engine.virtualThreads(limit, atLimit);
        case PROCESSES ->
            Engine.processes(AnyEngine.workers(1).requests(limit).atLimit(atLimit).build());
      };
    }

    TcpServer start(AtLimit atLimit) throws IOException {
      return TcpServer.at(Peer.ANY_PORT)
          .handler(Handlers.Echo.class)
          .engine(engine(1, atLimit))
          .start();
    }
  }

  private static void isAnswered(Peer peer) throws IOException {
    assertThat(peer.send("x").receive(1)).isEqualTo("x");
  }

  private static void isNotAnsweredNow(Peer peer) throws IOException {
    peer.send("x").socket().setSoTimeout(100);
    assertThatThrownBy(() -> peer.receive(1)).isInstanceOf(SocketTimeoutException.class);
    peer.socket().setSoTimeout(15_000);
  }

  /** Closed, or reset where what it said was not read. */
  private static boolean isEnded(Peer peer) {
    try {
      return peer.receiveAll().isEmpty();
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void itTakesNoMoreUntilOneIsDone(Bounded engine) throws Exception {
    try (var server = engine.start(AtLimit.stopAccepting());
        Peer first = Peer.of(server)) {
      isAnswered(first);
      try (Peer second = Peer.of(server);
          Peer third = Peer.of(server)) {
        isNotAnsweredNow(second);
        assertThat(server.counts().taken()).as("the third is the kernel's").isEqualTo(2);
        first.socket().close();
        assertThat(second.receive(1)).isEqualTo("x");
        isNotAnsweredNow(third);
        second.socket().close();
        assertThat(third.receive(1)).isEqualTo("x");
      }
      assertThat(server.counts().overloaded()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void itClosesWhatComesThen(Bounded engine) throws Exception {
    try (var server = engine.start(AtLimit.refuse());
        Peer first = Peer.of(server)) {
      isAnswered(first);
      for (int i = 1; i <= 2; i++) {
        try (Peer refused = Peer.of(server)) {
          assertThat(isEnded(refused)).isTrue();
        }
        assertThat(server.counts().overloaded()).isEqualTo(i);
      }
      isAnswered(first);
      assertThat(first.end().receiveAll()).isEmpty();
      while (!isServed(server)) {
        Thread.onSpinWait(); // The first has not quite left.
      }
    }
  }

  private static boolean isServed(BaseServer server) {
    try (Peer peer = Peer.of(server)) {
      return peer.send("x").receive(1).equals("x");
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void itLetsSoManyWaitAndClosesWhatComesThen(Bounded engine) throws Exception {
    try (var server = engine.start(AtLimit.queue(2));
        Peer first = Peer.of(server)) {
      isAnswered(first);
      try (Peer second = Peer.of(server);
          Peer third = Peer.of(server)) {
        isNotAnsweredNow(third);
        try (Peer fourth = Peer.of(server)) {
          assertThat(isEnded(fourth)).isTrue();
        }
        assertThat(server.counts().overloaded()).isEqualTo(1);
        isNotAnsweredNow(second);
        first.socket().close();
        assertThat(second.receive(1)).as("who waits longest").isEqualTo("x");
        isNotAnsweredNow(third);
        second.socket().close();
        assertThat(third.receive(2)).isEqualTo("xx");
      }
    }
  }

  @Test
  void aNegativeQueueMakesNoSense() {
    assertThatThrownBy(() -> AtLimit.queue(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
