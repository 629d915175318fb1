package io.jackfield.server;

import static io.jackfield.server.ObedientServers.ask;
import static io.jackfield.server.ObedientServers.connect;
import static io.jackfield.server.ObedientServers.isEnded;
import static io.jackfield.server.ObedientServers.pid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Worker processes begin, end, and are replaced. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WorkerEndsTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final ObedientServers servers;

  WorkerEndsTest(@TempDir Path folder) {
    servers = new ObedientServers(folder);
  }

  @Test
  void aWorkerThatIsKilledEndsItsOwnConversationsAndIsReplaced() throws Exception {
    try (var server = servers.with(AnyEngine.workers(2)).start()) {
      List<Line> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(connect(server));
      }
      Set<Long> pids = new HashSet<>();
      List<Line> ofVictim = new ArrayList<>();
      long victim = pid(all.getFirst());
      for (Line line : all) {
        long pid = pid(line);
        pids.add(pid);
        if (pid == victim) {
          ofVictim.add(line);
        }
      }
      assertThat(pids).hasSize(2);
      assertThat(ofVictim).as("of eight connections").hasSize(4);

      assertThat(ProcessHandle.of(victim).orElseThrow().destroyForcibly()).isTrue();

      for (Line line : all) {
        if (ofVictim.contains(line)) {
          assertThat(isEnded(line)).isTrue();
        } else {
          assertThat(pid(line)).isNotEqualTo(victim);
        }
      }
      assertThat(servers.hooks().lost.take())
          .isInstanceOfSatisfying(
              WorkerLostException.class,
              lost -> {
                assertThat(lost.processId()).isEqualTo(victim);
                assertThat(lost.status()).isEqualTo(128 + 9);
                assertThat(lost).hasMessageContaining("by signal 9, and 4 requests with it");
              });
      for (int i = 0; i < 4; i++) {
        assertThat(servers.hooks().errors.take()).isInstanceOf(WorkerLostException.class);
      }
      assertThat(server.counts().failed()).isEqualTo(4);
      assertThat(Path.of("/proc/" + victim)).as("no zombie").doesNotExist();
      awaitWorkers(server, 2);
      for (Line line : all) {
        line.close();
      }
    }
  }

  /** Connects until so many workers have answered. */
  private static void awaitWorkers(BaseServer server, int count) throws IOException {
    Set<Long> pids = new HashSet<>();
    List<Line> lines = new ArrayList<>();
    while (pids.size() < count) {
      Line line = connect(server);
      lines.add(line);
      pids.add(pid(line));
    }
    for (Line line : lines) {
      line.close();
    }
  }

  private static boolean isEnded(Line line) {
    try {
      return line.in().read() < 0;
    } catch (IOException e) {
      return true; // Reset.
    }
  }

  @Test
  void aWorkerThatExitsOrRunsOutOfMemoryIsReplacedToo() throws Exception {
    try (var server = servers.with(AnyEngine.workers(1)).start()) {
      try (Line line = connect(server)) {
        line.send("exit\n");
        assertThat(isEnded(line)).isTrue();
      }
      assertThat(servers.hooks().lost.take())
          .hasMessageContaining("by itself with status 3, and 1 request");
      try (Line line = connect(server)) {
        line.send("memory\n");
        assertThat(isEnded(line)).isTrue();
      }
      assertThat(servers.hooks().lost.take())
          .hasMessageContaining("by itself with status 3, and 1 request");
      try (Line line = connect(server)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
    }
  }

  @Test
  void aWorkerThatHasAnsweredEnoughIsReplacedAndFinishesWhatItHas() throws Exception {
    try (var server = servers.with(AnyEngine.workers(1).recycleAfter(3)).start();
        Line first = connect(server)) {
      long old = pid(first);
      long last = old;
      for (long begun = System.nanoTime(); last == old; ) {
        assertThat(System.nanoTime() - begun).isLessThan(SOON.toNanos());
        try (Line line = connect(server)) {
          last = pid(line);
        }
      }
      assertThat(pid(first)).isEqualTo(old);
      ProcessHandle retired = ProcessHandle.of(old).orElseThrow();
      first.end();
      assertThat(first.receiveAll()).isEmpty();
      retired.onExit().join();
      assertThat(servers.hooks().errors).isEmpty();
      assertThat(servers.hooks().lost).isEmpty();
    }
  }

  @Test
  void aWorkerThatCannotBeStartedIsAnErrorOfTheStart() throws Exception {
    int before = OpenDescriptors.count();
    assertThatThrownBy(
            () -> servers.with(AnyEngine.workers(2).jvmOptions("-XX:NoSuchOption")).start())
        .isInstanceOf(WorkerLostException.class)
        .hasMessageContaining("by itself with status 1 before it was ready");
    OpenDescriptors.awaitAtMost(before + 1);
  }

  /** A worker's {@code main} that does nothing. */
  static final class Idle {
    private Idle() {}

    public static void main(String[] args) throws InterruptedException {
      Thread.currentThread().join();
    }
  }

  @Test
  void aWorkerThatIsNotReadyInTimeIsAnErrorOfTheStart() {
    WorkerOptions.Builder options =
        AnyEngine.workers(1).main(Idle.class).startTimeout(Duration.ofMillis(200));
    assertThatThrownBy(() -> servers.with(options).start())
        .isInstanceOf(WorkerLostException.class)
        .hasRootCauseMessage("it took longer than 200 ms");
  }

  /** A worker's {@code main} that fails while a file is there, and says in it when that was. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] args) throws IOException {
      Path notes = Path.of(System.getProperty("failing"));
      if (Files.exists(notes)) {
        long started = ManagementFactory.getRuntimeMXBean().getStartTime();
        String times = started + " " + System.currentTimeMillis() + "\n";
        Files.writeString(notes, times, StandardOpenOption.APPEND);
        System.exit(7);
      }
      WorkerProcess.main(args);
    }
  }

  /** Of 50, 100, 200, 400 and 800 ms, each with a deviation of a tenth. */
  @Test
  void oneThatCannotBeStartedAgainIsTriedAfterLongerAndLongerPauses() throws Exception {
    Path failing = servers.folder().resolve("failing");
    String[] options = Arrays.copyOf(AnyEngine.QUICK, AnyEngine.QUICK.length + 1);
    options[AnyEngine.QUICK.length] = "-Dfailing=" + failing;
    WorkerOptions.Builder workers = AnyEngine.workers(1).main(Failing.class).jvmOptions(options);
    try (var server = servers.with(workers).start()) {
      Files.createFile(failing);
      try (Line line = connect(server)) {
        line.send("exit\n");
        assertThat(isEnded(line)).isTrue();
      }
      assertThat(servers.hooks().lost.take()).hasMessageContaining("with status 3");
      for (int i = 0; i < 5; i++) {
        assertThat(servers.hooks().lost.take()).hasMessageContaining("with status 7 before it was");
      }
      List<String> times = Files.readAllLines(failing);
      Files.delete(failing);
      for (int i = 1, pause = 100; i < 5; i++, pause *= 2) {
        long ended = Long.parseLong(times.get(i - 1).split(" ", -1)[1]);
        long started = Long.parseLong(times.get(i).split(" ", -1)[0]);
        assertThat(started - ended).isGreaterThan(pause / 2);
      }
      try (Line line = connect(server)) {
        assertThat(ask(line, "colour")).isEqualTo("blue");
      }
    }
  }

  /** A worker's {@code main} before which somebody else calls the server, and is heard out. */
  static final class Second {
    private static final String STRANGER =
        """
        import socket, sys
        line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        line.connect('\\0' + sys.argv[1])
        sys.exit(len(line.recv(1)))
        """;

    private Second() {}

    public static void main(String[] args) throws Exception {
      Process stranger = new ProcessBuilder("python3", "-c", STRANGER, args[0]).inheritIO().start();
      if (stranger.waitFor() == 0) { // Nothing was said to it, and the line closed.
        WorkerProcess.main(args);
      }
    }
  }

  @Test
  void aStrangerWhoFindsTheLineIsSentAway() throws Exception {
    try (var server = servers.with(AnyEngine.workers(1).main(Second.class)).start();
        Line line = connect(server)) {
      assertThat(ask(line, "colour")).isEqualTo("blue");
    }
  }
}
