package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services in the Unix domain, for clients that others wrote. */
final class UnixServeTest {
  /** Says ARGS[2] to the socket at ARGS[0] from one at ARGS[1]; prints what comes back. */
  private static final String ASKS =
      """
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(ARGS[1])
      s.settimeout(LIMIT)
      s.sendto(ARGS[2].encode(), ARGS[0])
      say(s.recv(100))
      """;

  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String out(Command command, String input) {
    Command.Finished finished = command.run(input);
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ITERATIVE", "THREADS", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void atAPath(Engines engine) {
    String stream = path("s");
    String datagram = path("d");
    Server echo = Server.serve("greeting", "--unix", stream, "--unix-dgram", datagram);
    try (Server running = echo.startOn(engine)) {
      running.process().err().await("listening greeting unix://" + stream + "\n");
      running.process().err().await("listening greeting unix-dgram://" + datagram + "\n");
      assertThat(out(Command.tool("nc", "-N", "-U", stream), "nc")).isEqualTo("Welcome!Hello, nc!");
      assertThat(out(Command.tool("socat", "-t", "15", "-", "UNIX-CONNECT:" + stream), "socat"))
          .isEqualTo("Welcome!Hello, socat!");
      assertThat(Python.script(ASKS, datagram, path("client"), "Python").run().out())
          .isEqualTo("Hello, Python!");
      running.stop();
    }
    assertThat(folder.resolve("s")).doesNotExist();
    assertThat(folder.resolve("d")).doesNotExist();
  }

  /** Who cannot be answered is told of, and keeps nobody else from being answered. */
  @Test
  void aDatagramFromNowhereIsAFailureOfItsOwn() {
    String datagram = path("d");
    try (Server running = Server.serve("echo", "--unix-dgram", datagram).start()) {
      String answered =
          Python.script(
                  """
                  nowhere = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                  nowhere.sendto(b'x', ARGS[0])
                  """
                      + ASKS,
                  datagram,
                  path("client"),
                  "y")
              .run()
              .out();
      assertThat(answered).isEqualTo("y");
      running.process().err().await("(unnamed)  failed: the client has bound no address");
      running.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void atAnAbstractName(Engines engine) {
    String name = "jackfield-test-" + ProcessHandle.current().pid() + "-" + engine;
    try (Server running = Server.serve("echo", "--unix", "@" + name).startOn(engine)) {
      running.process().err().await("listening echo unix:@" + name + "\n");
      assertThat(out(Command.tool("socat", "-t", "15", "-", "ABSTRACT-CONNECT:" + name), "hello"))
          .isEqualTo("hello");
      running.stop();
    }
  }

  @Test
  void whatAKilledServerHasLeftMakesWayAndTheFileHasItsMode() throws IOException {
    Path path = folder.resolve("s");
    Command bindAndLeave = // Its file stays behind: who closes does not remove it.
        Python.script("socket.socket(socket.AF_UNIX).bind(ARGS[0])", path);
    assertThat(bindAndLeave.run().exit()).isZero();
    assertThat(path).exists();
    Server echo = Server.serve("echo", "--unix", path.toString(), "--unix-mode", "600");
    try (Server running = echo.start()) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)))
          .isEqualTo("rw-------");
      assertThat(out(Command.tool("nc", "-N", "-U", path.toString()), "x")).isEqualTo("x");
      Command.Finished second = Command.jackfield("serve", "echo", "--unix", path.toString()).run();
      assertThat(second.exit()).isEqualTo(3);
      assertThat(second.err())
          .startsWith("jackfield serve: echo cannot listen on unix://" + path)
          .contains("in use");
      running.stop();
    }
  }

  @Test
  void whatADriverHasNotIsRefused() {
    Command.Finished refused =
        Command.jackfield("serve", "echo", "--driver", "nio", "--unix-dgram", path("d")).run();
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.err())
        .startsWith("jackfield serve: echo cannot listen on unix-dgram:")
        .contains("nio");
  }

  @Test
  void whatIsNoPathOrModeIsWrongUsage() {
    for (String[] options :
        new String[][] {
          {"--unix", "@"},
          {"--unix", "x".repeat(108)},
          {"--unix", path("s"), "--unix-mode", "9"},
          {"--unix", path("s"), "--unix-mode", "1000"},
          {"--unix-dgram", path("d"), "--unix-mode", ""}
        }) {
      Command.Finished refused = Command.jackfield("serve", "echo").and(options).run();
      assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
      assertThat(refused.err()).startsWith("jackfield serve: ");
    }
    Command.Finished refused =
        Command.jackfield("serve", "length", "--unix-dgram", path("d")).run();
    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err()).contains("length is not to be had by datagrams of a Unix socket");
  }
}
