package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code jackfield restart}, and the pid files that tell it whom. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RestartCommandTest {
  @TempDir private Path folder;

  private Server serving(String... options) {
    return Server.of(Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0").and(options))
        .start();
  }

  private static Finished restart(String... arguments) {
    return Command.jackfield("restart").and(arguments).run();
  }

  private static long restarted(String... arguments) {
    Finished finished = restart(arguments);
    assertThat(finished.exit()).as(finished.err()).isZero();
    assertThat(finished.out()).matches("\\d+\n");
    return Long.parseLong(finished.out().strip());
  }

  @Test
  void itSaysWhichProcessServes() {
    try (Server server = serving();
        var all = new Successors(server)) {
      all.follows(restarted("" + all.pid()));
      assertThat(server.process().awaitExit()).isZero();
      all.follows(restarted("" + all.pid()));
      assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
      all.stop();
    }
  }

  @Test
  void thePidFileSaysWhichOneServes() throws IOException {
    Path file = folder.resolve("echo.pid");
    Files.writeString(file, "4194304\n"); // No process has this number: one that was killed had it.
    try (Server server = serving("--pid-file", file.toString());
        var all = new Successors(server)) {
      assertThat(file).hasContent(all.pid() + "\n");
      Finished second =
          Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0", "--pid-file", "" + file).run();
      assertThat(second.exit()).isEqualTo(3);
      assertThat(second.err())
          .contains("it is the pid file of process " + all.pid() + ", which serves");
      for (int i = 0; i < 2; i++) {
        long old = all.pid();
        all.follows(restarted("--pid-file", file.toString()));
        assertThat(file).hasContent(all.pid() + "\n");
        Successors.awaitEnd(old);
        assertThat(file).hasContent(all.pid() + "\n");
      }
      all.stop();
    }
    assertThat(file).doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void itSaysWhyNot() {
    Authority authority = Authority.make().issue("server");
    try (Server server = Server.serve("echo", authority.serving("server")).start();
        var all = new Successors(server)) {
      authority.write("server.key", "nonsense");
      Finished failed = restart("" + all.pid());
      assertThat(failed.exit()).isEqualTo(1);
      assertThat(failed.out()).isEmpty();
      assertThat(failed.err())
          .isEqualTo("jackfield restart: not restarted: the new process has ended, exit code 3\n");
      all.stop();
    }
  }

  private static void assertRefused(int exit, String sentence, String... arguments) {
    Finished refused = restart(arguments);
    assertThat(refused.exit()).as(refused.err()).isEqualTo(exit);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).startsWith("jackfield restart: ").contains(sentence);
  }

  @Test
  void nobodyElseIsSignalled() throws IOException {
    String none = folder.resolve("none").toString();
    String text = Files.writeString(folder.resolve("text"), "hello\n").toString();
    assertRefused(2, "PID or --pid-file FILE is needed");
    assertRefused(2, "not both", "1", "--pid-file", none);
    assertRefused(2, "no process has the number 0", "0");
    assertRefused(2, "'x'", "x");
    assertRefused(1, "there is no process 4194304", "4194304");
    assertRefused(1, "is no 'jackfield serve'", "" + ProcessHandle.current().pid());
    assertRefused(1, "no process is named by", "--pid-file", none);
    assertRefused(1, "it is there, and is no pid file", "--pid-file", text);
    for (String file : new String[] {text, folder.resolve("none/file").toString()}) {
      Finished refused =
          Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0", "--pid-file", file).run();
      assertThat(refused.exit()).as(refused.err()).isEqualTo(1);
      assertThat(refused.err()).startsWith("jackfield serve: cannot have the pid file " + folder);
    }
    assertThat(Path.of(text)).hasContent("hello\n");
  }

  @Test
  void anotherUsersServerIsNotOnesToRestart() {
    try (Server server = serving();
        var all = new Successors(server)) {
      Command asked = Nobody.runs(Command.jackfield("restart", "" + all.pid()));
      assumeTrue(asked.words().getFirst().equals("setpriv"), "needs root, to be another user");
      Finished refused = asked.run();
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err())
          .isEqualTo(
              "jackfield restart: process "
                  + all.pid()
                  + " is another user's, and may not be restarted\n");
      assertThat(server.process().err().soFar()).doesNotContain("restart");
      all.stop();
    }
  }
}
