package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGUSR2: a new process takes a server's place, with its very sockets. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RestartTest {
  private static final String ASKS =
      """
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind(ARGS[1])
      s.settimeout(LIMIT)
      s.sendto(b'x', ARGS[0])
      say(s.recv(100))
      """;

  @TempDir private Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String out(Command command, String input) {
    Finished finished = command.run(input);
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"ITERATIVE", "THREADS", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void whatHasBegunIsFinishedByTheOldProcessAndTheRestIsTheNewOnes(Engines engine)
      throws IOException {
    try (Server server =
            Server.serve("timestamp-line", "--tcp", "127.0.0.1:0", "--drain-timeout", "20")
                .startOn(engine);
        var all = new Successors(server);
        var midway = new Client(server.tcp()).send("half ")) {
      server.process().err().await(" connected\n");
      assertThat(all.restart()).isNotEqualTo(server.process().pid());
      assertThat(Stamp.after(Peer.NETCAT.tcp(server.tcp(), "new\n"))).isEqualTo("new\n");
      assertThat(server.process().isAlive()).isTrue();
      assertThat(Stamp.after(midway.send("a line\n").rest())).isEqualTo("half a line\n");
      assertThat(server.process().awaitExit()).isZero();
      assertThat(Stamp.after(Peer.SOCAT.tcp(server.tcp(), "late\n"))).isEqualTo("late\n");
      all.stop();
    }
  }

  @Test
  void aConversationWithoutAnEndHasTheDrainTimeout() throws IOException {
    try (Server server =
            Server.serve("echo", "--tcp", "127.0.0.1:0", "--drain-timeout", "1").start();
        var all = new Successors(server);
        var idle = new Client(server.tcp())) {
      assertThat(idle.send("x").receive(1)).isEqualTo("x");
      all.restart();
      assertThat(idle.send("y").receive(1)).isEqualTo("y");
      assertThat(idle.rest()).isEmpty();
      assertThat(server.process().awaitExit()).isZero();
      all.stop();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void everyKindOfSocketIsHandedOver(Engines engine) {
    String name = "jackfield-test-restart-" + ProcessHandle.current().pid() + "-" + engine;
    Server echo =
        Server.serve(
            "echo",
            "--tcp",
            "127.0.0.1:0",
            "--udp",
            "127.0.0.1:0",
            "--unix",
            path("s"),
            "--unix-dgram",
            path("d"),
            "--unix",
            "@" + name);
    try (Server server = echo.startOn(engine);
        var all = new Successors(server)) {
      for (int i = 0; i < 2; i++) {
        long old = all.pid();
        all.restart();
        Successors.awaitEnd(old);
        assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
        assertThat(Peer.SOCAT.udp(server.udp(), "x")).isEqualTo("x");
        assertThat(out(Command.tool("nc", "-N", "-U", path("s")), "x")).isEqualTo("x");
        assertThat(out(Python.script(ASKS, path("d"), path("client" + i)), "")).isEqualTo("x");
        assertThat(out(Command.tool("socat", "-t", "15", "-", "ABSTRACT-CONNECT:" + name), "x"))
            .isEqualTo("x");
      }
      all.stop();
    }
    assertThat(folder.resolve("s")).doesNotExist();
    assertThat(folder.resolve("d")).doesNotExist();
  }

  @Test
  void allServicesRestartTogether() {
    try (Server up = Server.of(Command.jackfield("up", "--free-ports", "--loops", "2")).start();
        var all = new Successors(up)) {
      int echo = up.port("echo", "tcp");
      int greeting = up.port("greeting", "udp");
      all.restart();
      assertThat(up.process().awaitExit()).isZero();
      assertThat(Peer.PYTHON.tcp(echo, "x")).isEqualTo("x");
      assertThat(Peer.PYTHON.udp(greeting, "x")).isEqualTo("Hello, x!");
      all.stop();
    }
  }

  @Test
  void tlsGoesOnWithTheCertificateOfNow() {
    Authority authority = Authority.make().issue("server").issue("second");
    try (Server server = Server.serve("echo", authority.serving("server")).start();
        var all = new Successors(server)) {
      authority.copy("second.pem", "server.pem");
      authority.copy("second.key", "server.key");
      all.restart();
      assertThat(shown(server.tls())).contains("CN=second");
      all.stop();
    }
  }

  private static String shown(int port) {
    return Command.tool("openssl", "s_client", "-connect", "127.0.0.1:" + port)
        .run()
        .out()
        .replace(" ", "");
  }

  @Test
  void aProcessThatCannotServeChangesNothing() {
    Authority authority = Authority.make().issue("server");
    try (Server server = Server.serve("echo", authority.serving("server")).start();
        var all = new Successors(server)) {
      authority.copy("server.pem", "good.pem");
      authority.write("server.pem", "nonsense");
      all.signal("USR2");
      server
          .process()
          .err()
          .await("not restarted, this process goes on: the new process has ended, exit code 3\n");
      assertThat(shown(server.tls())).contains("CN=server");
      authority.copy("good.pem", "server.pem");
      all.restart();
      assertThat(shown(server.tls())).contains("CN=server");
      all.stop();
    }
  }

  @Test
  void aSecondRestartIsRefusedWhileOneGoesOn() {
    try (Server server = Server.serve("echo", "--tcp", "127.0.0.1:0").start();
        var all = new Successors(server)) {
      server.process().signal("USR2");
      server.process().err().await("restarting: a new process is started\n");
      server.process().signal("USR2");
      server.process().err().await("not restarted: a restart goes on already\n");
      all.follows(
          Long.parseLong(
              server.process().err().await(Pattern.compile("process (\\d+) serves")).group(1)));
      assertThat(server.process().awaitExit()).isZero();
      all.stop();
    }
  }

  @Test
  void channelsOfTheJdkCannotBeHandedOver() {
    try (Server server = Server.serve("echo", "--tcp", "127.0.0.1:0").startOn(Engines.LOOP_ON_NIO);
        var all = new Successors(server)) {
      all.signal("USR2");
      server.process().err().await("not restarted, this process goes on: ");
      assertThat(server.process().err().soFar()).contains("the driver nio has no descriptors");
      assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
      all.stop();
    }
  }

  /** A recording has the JVM stop its threads by a signal, which would be SIGUSR2. */
  @Test
  void whatTheJvmDoesWithItsOwnSignalRestartsNothing() {
    Command recorded =
        Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0")
            .with(
                "JACKFIELD_JAVA_OPTS",
                "-XX:StartFlightRecording=settings=profile,filename=" + path("run.jfr"));
    try (Server server = Server.of(recorded).start();
        var all = new Successors(server)) {
      String much = "x".repeat(4 << 20);
      for (int i = 0; i < 5; i++) {
        assertThat(Peer.SOCAT.tcp(server.tcp(), much)).isEqualTo(much);
      }
      assertThat(server.process().err().soFar()).doesNotContain("restart");
      all.stop();
    }
  }
}
