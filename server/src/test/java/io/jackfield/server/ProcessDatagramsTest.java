package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.server.WorkerHandlers.ObedientProtocol;
import io.jackfield.server.WorkerHandlers.ObedientToDatagrams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is of datagrams' worker processes alone. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ProcessDatagramsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path folder;

  private DatagramServerBuilder<UdpServer> obedient(WorkerOptions.Builder options) {
    return UdpServer.at(Peer.ANY_PORT)
        .engine(Engine.processes(options.build()))
        .handler(ObedientToDatagrams.class, Map.of("notes", notes().toString()));
  }

  private Path notes() {
    return folder.resolve("notes");
  }

  @Test
  void workersShareASocketForDatagramsAndOneThatIsKilledIsReplaced() throws Exception {
    var errors = new LinkedBlockingQueue<String>();
    var lost = new LinkedBlockingQueue<IOException>();
    var datagramHooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(new String(request.data(), UTF_8) + ": " + error.getMessage());
          }

          @Override
          public void handleTakeError(IOException error) {
            lost.add(error);
          }
        };
    try (var server = obedient(AnyEngine.workers(2)).hooks(datagramHooks).start();
        var client = new DatagramPeer(server.address())) {
      client.send("throw");
      assertThat(errors.take()).isEqualTo("throw: as it was told to");
      client.send("pid");
      long victim = Long.parseLong(client.receive());
      ProcessHandle worker = ProcessHandle.of(victim).orElseThrow();
      assertThat(worker.destroyForcibly()).isTrue();
      worker.onExit().join();
      Set<Long> alive = new HashSet<>();
      int asked = 0;
      for (; alive.size() < 2; asked++) {
        client.send("pid");
        long pid = Long.parseLong(client.receive());
        assertThat(pid).isNotEqualTo(victim);
        alive.add(pid);
      }
      assertThat(lost.take()).hasMessageContaining("by signal 9");
      assertThat(server.counts().taken()).isBetween((long) asked, asked + 2L);
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts().taken()).isBetween((long) asked, asked + 2L);
    }
  }

  @Test
  void aHandlerThatNeverReturnsIsInterruptedWhenTheTimeToDrainIsUp() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).drainTimeout(Duration.ofSeconds(1)).start();
        var client = new DatagramPeer(server.address())) {
      client.send("pid");
      String worker = client.receive();
      client.send("wait");
      assertThat(client.receive()).isEqualTo("begun");
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(notes()).hasContent("interrupted");
      assertThat(Path.of("/proc", worker)).doesNotExist();
    }
  }

  @Test
  void aWorkerThatHasAnsweredEnoughIsReplacedAndNoDatagramIsLost() throws Exception {
    var errors = new LinkedBlockingQueue<Throwable>();
    var datagramHooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public void handleTakeError(IOException error) {
            errors.add(error);
          }
        };
    try (var server = obedient(AnyEngine.workers(1).recycleAfter(3)).hooks(datagramHooks).start();
        var client = new DatagramPeer(server.address())) {
      client.send("pid");
      String first = client.receive();
      ProcessHandle old = ProcessHandle.of(Long.parseLong(first)).orElseThrow();
      String last = first;
      long asked = 1;
      for (long begun = System.nanoTime(); last.equals(first); asked++) {
        assertThat(System.nanoTime() - begun).isLessThan(SOON.toNanos());
        client.send("pid");
        last = client.receive();
      }
      old.onExit().join();
      assertThat(server.counts().taken()).isEqualTo(asked);
      assertThat(errors).isEmpty();
    }
  }

  @Test
  void singleDatagramsAreNotHandled() throws Exception {
    try (var server = obedient(AnyEngine.workers(1)).open()) {
      assertThatThrownBy(server::handleRequest)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("use serveForever");
    }
  }

  private DatagramServerBuilder<UdpServer> told(WorkerOptions.Builder options) {
    return UdpServer.at(Peer.ANY_PORT)
        .engine(Engine.processes(options.build()))
        .protocol(ObedientProtocol.class, Map.of("notes", notes().toString()));
  }

  @Test
  void eachWorkerHasAProtocolThatIsToldOfItsStop() throws Exception {
    var errors = new LinkedBlockingQueue<String>();
    var datagramHooks =
        new ServerHooks<DatagramRequest>() {
          @Override
          public boolean verifyRequest(DatagramRequest request) {
            return request.length() < 10;
          }

          @Override
          public void handleError(DatagramRequest request, Throwable error) {
            errors.add(new String(request.data(), UTF_8) + ": " + error.getMessage());
          }
        };
    Set<String> workers = new HashSet<>();
    try (var server = told(AnyEngine.workers(2)).hooks(datagramHooks).start();
        var client = new DatagramPeer(server.address())) {
      client.send("refused by the hooks");
      client.send("throw");
      client.send("later");
      assertThat(client.receive()).isEqualTo("later");
      assertThat(errors.take()).isEqualTo("throw: as it was told to");
      while (workers.size() < 2) {
        client.send("pid");
        workers.add(client.receive());
      }
      assertThat(server.counts().failed()).isEqualTo(1);
      assertThat(server.counts().refused()).isEqualTo(1);
    }
    assertThat(Files.readAllLines(notes()))
        .containsExactlyInAnyOrderElementsOf(
            workers.stream().map(worker -> worker + " Done[]").toList());
  }

  @Test
  void aWorkerWithAProtocolThatHasBeenToldEnoughIsReplacedAndNoDatagramIsLost() throws Exception {
    try (var server = told(AnyEngine.workers(1).recycleAfter(3)).start();
        var client = new DatagramPeer(server.address())) {
      client.send("pid");
      String first = client.receive();
      ProcessHandle old = ProcessHandle.of(Long.parseLong(first)).orElseThrow();
      String last = first;
      for (long begun = System.nanoTime(); last.equals(first); ) {
        assertThat(System.nanoTime() - begun).isLessThan(SOON.toNanos());
        client.send("pid");
        last = client.receive();
      }
      old.onExit().join();
      assertThat(notes()).hasContent(first + " Done[]");
    }
  }

  @Test
  void aProtocolThatIsAnObjectCannotBeGivenToAnotherProcess() {
    var builder =
        UdpServer.at(Peer.ANY_PORT)
            .engine(Engine.processes())
            .protocol(() -> new ObedientProtocol(Map.of("notes", "")));
    assertThatThrownBy(builder::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by the name of their class");
  }

  @Test
  void oneThatNeverServedEndsItsProtocolsToo() throws Exception {
    try (var server = told(AnyEngine.workers(1)).open()) {
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
    }
    assertThat(Files.readString(notes())).matches("\\d+ Aborted\\[\\]\\n");
  }
}
