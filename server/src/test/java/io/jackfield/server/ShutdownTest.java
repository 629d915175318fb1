package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a shutdown does to conversations in each state. */
@Timeout(30)
final class ShutdownTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(10);

  private static StreamServerBuilder<TcpServer> server(Engines engine) {
    return server(AnyEngine.of(engine));
  }

  private static StreamServerBuilder<TcpServer> server(AnyEngine engine) {
    return TcpServer.at(Peer.ANY_PORT)
        .handler(Handlers.LineEcho.class)
        .engine(engine.engine())
        .drainTimeout(LONG);
  }

  @ParameterizedTest
  @EnumSource
  void aConversationWithNothingUnansweredClosesAtOnce(Engines engine) throws Exception {
    try (var server = server(engine).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("a line\n").receive(7)).isEqualTo("a line\n");
      server.shutdown();
      assertThat(peer.receiveAll()).isEmpty();
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfALineIsUnansweredAndMayBeFinished(Engines engine) throws Exception {
    try (var server = server(engine).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("first\nhalf").receive(6)).isEqualTo("first\n");
      server.shutdown();
      assertThat(peer.send(" a line\n").receiveAll()).isEqualTo("half a line\n");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNeverFinishedIsCutOffWhenTheTimeIsUp(Engines engine) throws Exception {
    try (var server = server(engine).drainTimeout(Duration.ofMillis(100)).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("first\nhalf").receive(6)).isEqualTo("first\n");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(Peer.refuses(server.address())).isTrue();
    }
  }

  /** Answers "begun", then "done" once it is told to. */
  private static final class Slow extends StreamRequestHandler {
    private final SynchronousQueue<String> go;

    Slow(SynchronousQueue<String> go) {
      this.go = go;
    }

    @Override
    protected void handle() throws Exception {
      in().readChunk();
      out().write('b');
      out().flush();
      go.take();
      out().write('d');
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBusyHandlerMayFinish(Engines engine) throws Exception {
    var go = new SynchronousQueue<String>();
    try (var server = server(engine).handler(() -> new Slow(go)).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("x").receive(1)).isEqualTo("b");
      server.shutdown();
      go.put("go");
      assertThat(peer.receiveAll()).isEqualTo("d");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  /** Echoes each line; after "wait" it is busy until the server drains it. */
  private static final class Busy extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (byte[] line; (line = in().readLine()) != null; ) {
        out().write(line);
        out().flush();
        while (line.length == "wait\n".length() && !((Conversation) request()).isDraining()) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = Engines.LOOPS)
  void whatHasArrivedWhileItWasBusyIsAnswered(Engines engine) throws Exception {
    try (var server = server(engine).handler(Busy::new).start();
        Peer peer = Peer.of(server)) {
      for (int i = 0; i < 3; i++) { // It has learned by now that it is to wait for what comes next.
        assertThat(peer.send("as ever\n").receive(8)).isEqualTo("as ever\n");
      }
      assertThat(peer.send("wait\n").receive(5)).isEqualTo("wait\n");
      peer.send("the last\n");
      server.shutdown();
      assertThat(peer.receiveAll()).isEqualTo("the last\n");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }

  @Test
  void aServerThatNeverServedEndsToo() throws Exception {
    TcpServer server = server(Engines.ITERATIVE).open();
    server.close();
    server.close();
    assertThat(server.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(Peer.refuses(server.address())).isTrue();
    server.serveForever(); // Returns at once.
  }

  @ParameterizedTest
  @MethodSource("io.jackfield.server.AnyEngine#all")
  void oneRequestCanBeHandledAtATime(AnyEngine engine) throws IOException {
    try (TcpServer server = server(engine).open();
        Peer first = Peer.of(server);
        Peer second = Peer.of(server)) {
      first.send("1\n").end();
      second.send("2\n").end();
      assertThat(server.handleRequest()).isTrue();
      assertThat(first.receiveAll()).isEqualTo("1\n");
      assertThat(server.handleRequest()).isTrue();
      assertThat(second.receiveAll()).isEqualTo("2\n");
    }
  }

  /** Sends half a line just as the server shuts down, and the rest after it. */
  @ParameterizedTest
  @EnumSource
  void halfALineIsNeverTakenForAWholeOne(Engines engine) throws Exception {
    for (int i = 0; i < 60; i++) {
      try (var server = server(engine).drainTimeout(Duration.ofSeconds(2)).start();
          Peer peer = Peer.of(server)) {
        assertThat(peer.send("1\n").receive(2)).isEqualTo("1\n");
        Thread stop = Thread.ofPlatform().start(server::shutdown);
        String answer;
        try {
          peer.send("hal").send("f\n");
          answer = peer.receiveAll();
        } catch (IOException e) {
          answer = ""; // The server was quicker: it had nothing unanswered.
        }
        stop.join();
        assertThat(answer).isIn("", "half\n");
      }
    }
  }

  /** Answers four bytes at a time, read as other libraries read. */
  private static final class Quads extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      byte[] quad = new byte[4];
      while (in().readNBytes(quad, 0, 4) == 4) {
        out().write(quad);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageThatHasBegunMayBeFinishedWhateverItIsReadBy(Engines engine) throws Exception {
    try (var server = server(engine).handler(Quads::new).start();
        Peer peer = Peer.of(server)) {
      assertThat(peer.send("1234ab").receive(4)).isEqualTo("1234");
      server.shutdown();
      assertThat(peer.send("cd").receiveAll()).isEqualTo("abcd");
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
  }
}
