package io.jackfield.conformance.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code serve --engine processes}: what is seen of its processes. */
final class ProcessServeTest {
  private static List<ProcessHandle> workers(Server server) {
    return ProcessHandle.of(server.process().pid()).orElseThrow().children().toList();
  }

  private static Server serve(String... options) {
    return Server.serve("echo", "--tcp", "127.0.0.1:0", "--engine", "processes").startWith(options);
  }

  private static void echoes(Server server, String text) {
    Command nc = Command.tool("nc", "-N", "127.0.0.1", Integer.toString(server.tcp()));
    assertThat(nc.run(text).out()).isEqualTo(text);
  }

  @Test
  void aWorkerThatIsKilledIsToldOfAndReplaced() {
    try (Server server = serve("--workers", "2")) {
      List<ProcessHandle> workers = workers(server);
      assertThat(workers).hasSize(2);
      ProcessHandle victim = workers.getFirst();
      assertThat(victim.destroyForcibly()).isTrue();
      server.process().err().await("worker process " + victim.pid() + " ended by signal 9");
      for (int i = 0; i < 4; i++) {
        echoes(server, "number " + i);
      }
      server.stop();
      assertThat(workers).noneMatch(ProcessHandle::isAlive);
    }
  }

  /** Whoever serves is gone without a word: the kernel tells its workers. */
  @Test
  void workersEndWithAServerThatIsKilled() {
    try (Server server = serve("--workers", "2")) {
      List<ProcessHandle> workers = workers(server);
      echoes(server, "x");
      server.process().signal("KILL");
      workers.forEach(worker -> worker.onExit().join());
      assertThat(workers).hasSize(2);
    }
  }

  /** A terminal sends it to all of its processes. */
  @Test
  void workersLeaveCtrlToTheServer() {
    try (Server server = serve("--workers", "1")) {
      ProcessHandle worker = workers(server).getFirst();
      assertThat(Command.tool("kill", "-INT", Long.toString(worker.pid())).run().exit()).isZero();
      echoes(server, "still there");
      assertThat(workers(server)).containsExactly(worker);
      server.stop();
    }
  }

  /** A service manager may send it to all of a service's processes; it is the server's. */
  @Test
  void workersAreNotRestartedByTheServersSignal() {
    try (Server server = serve("--workers", "1")) {
      ProcessHandle worker = workers(server).getFirst();
      assertThat(Command.tool("kill", "-USR2", Long.toString(worker.pid())).run().exit()).isZero();
      echoes(server, "still there");
      assertThat(workers(server)).containsExactly(worker);
      server.stop();
    }
  }

  /** A cache is for one main module and what comes with it, no more and no less. */
  @Test
  void workersAreStartedAsAStartUpCacheWantsIt() throws IOException {
    try (Server server = serve("--workers", "1")) {
      List<String> words = words(workers(server).getFirst().pid());
      assertThat(words)
          .containsSubsequence("-m", "io.jackfield.cli/io.jackfield.cli.WorkerMain")
          .doesNotContain("--add-modules")
          .doesNotHaveDuplicates();
      assertThat(words(server.process().pid())).contains("io.jackfield.cli/io.jackfield.cli.Main");
      server.stop();
    }
  }

  /** One that is not there is passed over by the JVM without a word. */
  @Test
  void workersHaveTheServersStartUpCache() throws IOException {
    Command line =
        Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0", "--engine", "processes")
            .with("JACKFIELD_JAVA_OPTS", "-XX:AOTCache=/no/such/cache.aot");
    try (Server server = Server.of(line).startWith("--workers", "1")) {
      List<String> caches = caches(server.process().pid());
      assertThat(caches).endsWith("-XX:AOTCache=/no/such/cache.aot");
      assertThat(caches(workers(server).getFirst().pid())).isEqualTo(caches);
      server.stop();
    }
  }

  private static List<String> caches(long pid) throws IOException {
    return words(pid).stream().filter(word -> word.startsWith("-XX:AOTCache=")).toList();
  }

  private static List<String> words(long pid) throws IOException {
    return words(pid, "cmdline");
  }

  private static List<String> words(long pid, String what) throws IOException {
    return List.of(Files.readString(Path.of("/proc/" + pid, what), ISO_8859_1).split("\0", -1));
  }

  /**
   * Whoever may look at a worker's environment learns no more than from the server's key itself.
   */
  @Test
  void whatOpensTheKeyIsNotTheWorkers() throws IOException {
    Authority authority = Authority.make().issue("server").lock("server", "open-sesame");
    Command line =
        Command.jackfield("serve", "echo", "--tls", "127.0.0.1:0", "--engine", "processes")
            .and("--cert", authority.file("server.pem"), "--key", authority.file("server.locked"))
            .with("JACKFIELD_KEY_PASSWORD", "open-sesame")
            .with("OF_THE_HANDLER", "kept");
    try (Server server = Server.of(line).startWith("--workers", "1")) {
      assertThat(words(server.process().pid(), "environ"))
          .contains("JACKFIELD_KEY_PASSWORD=open-sesame");
      assertThat(words(workers(server).getFirst().pid(), "environ"))
          .contains("OF_THE_HANDLER=kept")
          .noneMatch(word -> word.contains("open-sesame"));
      server.stop();
    }
  }

  @Test
  void whatDoesNotGoTogetherIsWrongUsage() {
    for (String[] options :
        new String[][] {
          {"--engine", "threads", "--workers", "2"},
          {"--engine", "processes", "--workers", "0"},
          {"--engine", "processes", "--workers", "1025"},
          {"--engine", "processes", "--driver", "epoll"},
          {"--engine", "processes", "--user", "root"}
        }) {
      Command.Finished refused = Command.jackfield("serve", "echo").and(options).run();
      assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).startsWith("jackfield serve: ");
    }
  }
}
