package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --user}: root listens, somebody else serves. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PrivilegesTest {
  private static final String NOBODY = "65534";

  @BeforeAll
  static void needsRoot() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "needs root, to be somebody else afterwards");
  }

  /** One that only root may listen on. */
  private static int privilegedPort() throws IOException {
    for (int port = 1_023; port > 600; port--) {
      try (var free = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Somebody has it.
      }
    }
    throw new IOException("no port below 1024 is free");
  }

  private static Set<String> ofAllThreads(long pid, String line) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc", "" + pid, "task"))) {
      return tasks
          .flatMap(task -> lines(task.resolve("status")))
          .filter(text -> text.startsWith(line))
          .map(text -> text.substring(line.length()).strip())
          .collect(Collectors.toSet());
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.empty(); // The thread has ended.
    }
  }

  private static void assertIsNobody(long pid) throws IOException {
    String all = String.join("\t", NOBODY, NOBODY, NOBODY, NOBODY);
    assertThat(ofAllThreads(pid, "Uid:")).containsExactly(all);
    assertThat(ofAllThreads(pid, "Gid:")).containsExactly(all);
    assertThat(ofAllThreads(pid, "Groups:")).containsExactly(NOBODY);
    assertThat(ofAllThreads(pid, "CapEff:")).containsExactly("0000000000000000");
    assertThat(ofAllThreads(pid, "CapPrm:")).containsExactly("0000000000000000");
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void everyThreadIsSomebodyElseOnceItListens(Engines engine) throws IOException {
    String address = "127.0.0.1:" + privilegedPort();
    try (Server server =
        Server.serve("echo", "--tcp", address, "--user", "nobody").startOn(engine)) {
      assertIsNobody(server.process().pid());
      assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
      assertIsNobody(server.process().pid());
      server.stop();
    }
  }

  /** Who may not listen on the port any more is given it. */
  @Test
  void aRestartNeedsNoPrivilege() throws IOException {
    Nobody.runs(Command.jackfield("--version")); // Skips where nobody may read the program.
    String address = "127.0.0.1:" + privilegedPort();
    try (Server server =
            Server.serve("echo", "--tcp", address, "--user", "nobody:nogroup").start();
        var all = new Successors(server)) {
      for (int i = 0; i < 2; i++) {
        long old = all.pid();
        assertIsNobody(all.restart());
        Successors.awaitEnd(old);
        assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
      }
      all.stop();
    }
  }

  private static void assertRefused(int exit, String sentence, Command command) {
    Finished refused = command.run();
    assertThat(refused.exit()).as(refused.err()).isEqualTo(exit);
    assertThat(refused.err()).startsWith("jackfield serve: ").contains(sentence);
    assertThat(refused.err()).doesNotContain("listening");
  }

  private static Command serve(String user) {
    return Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0", "--user", user);
  }

  @Test
  void whoCannotBeBecomeIsRefused() {
    assertRefused(1, "there is no user 'no-such-user'", serve("no-such-user"));
    assertRefused(1, "there is no group 'no-such-group'", serve("nobody:no-such-group"));
    assertRefused(2, "is not NAME or NAME:GROUP", serve("nobody:"));
    assertRefused(2, "is not NAME or NAME:GROUP", serve(":nogroup"));
    assertRefused(
        1, "cannot become user root, which needs root: setgroups", Nobody.runs(serve("root")));
  }
}
