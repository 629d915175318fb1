package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sockets that a service manager opened: {@code sd_listen_fds(3)}. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SocketActivationTest {
  /**
   * Opens a TCP port, the same of UDP, and two Unix sockets at the paths of ARGS, and becomes the
   * rest of ARGS with them, as descriptors 3 to 6, all called web.
   */
  private static final String MANAGER =
      """
      def unix(kind, path):
          s = socket.socket(socket.AF_UNIX, kind)
          s.bind(path)
          return s
      while True:
          tcp = socket.create_server(('127.0.0.1', 0))
          udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          try:
              udp.bind(tcp.getsockname())
              break
          except OSError:
              pass
      stream = unix(socket.SOCK_STREAM, ARGS[0])
      stream.listen()
      datagram = unix(socket.SOCK_DGRAM, ARGS[1])
      high = [os.dup(s.fileno()) for s in (tcp, udp, stream, datagram)]
      high = [os.dup2(n, 40 + i) for i, n in enumerate(high)]
      for i, n in enumerate(high):
          os.dup2(n, 3 + i, inheritable=True)
      os.closerange(7, 64)
      os.environ.update(LISTEN_FDS='4', LISTEN_PID=str(os.getpid()), LISTEN_FDNAMES='web:web:web:web')
      os.execvp(ARGS[2], ARGS[2:])
      """;

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

  private Command managed(Command serve) {
    return serve.under(Python.script(MANAGER, path("s"), path("d")));
  }

  private void assertServes(Server server, String client) {
    assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
    assertThat(Peer.SOCAT.udp(server.udp(), "x")).isEqualTo("x");
    assertThat(Command.tool("nc", "-N", "-U", path("s")).run("x").out()).isEqualTo("x");
    assertThat(Python.run(ASKS, path("d"), path(client))).isEqualTo("x");
  }

  /** A restarted server has them too, and at the end they are the manager's. */
  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void allThatWerePassedAreServed(Engines engine) {
    Command serve =
        Command.jackfield("serve", "echo", "--tcp", "systemd:web", "--udp", "systemd:web")
            .and("--unix", "systemd:web", "--unix-dgram", "systemd:web");
    try (Server server = Server.of(managed(serve)).startOn(engine);
        var all = new Successors(server)) {
      assertThat(server.tcp()).isEqualTo(server.udp());
      assertServes(server, "first");
      all.restart();
      assertThat(server.process().awaitExit()).isZero();
      assertServes(server, "second");
      all.stop();
    }
    assertThat(folder.resolve("s")).exists();
    assertThat(folder.resolve("d")).exists();
  }

  @Test
  void oneCanBeNamedByItsNumber() {
    Command serve = Command.jackfield("serve", "echo", "--tcp", "fd:3", "--udp", "fd:4");
    try (Server server = Server.of(managed(serve)).start()) {
      assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
      assertThat(Peer.NETCAT.udp(server.udp(), "x")).isEqualTo("x");
      server.stop();
    }
  }

  private void assertRefused(int exit, String sentence, String... options) {
    Finished refused =
        managed(Command.jackfield("serve", "echo").and(options))
            .with("PYTHONDONTWRITEBYTECODE", "1")
            .run();
    assertThat(refused.exit()).as(refused.err()).isEqualTo(exit);
    assertThat(refused.err()).startsWith("jackfield serve: ").contains(sentence);
    assertThat(Command.tool("rm", path("s"), path("d")).run().exit()).isZero();
  }

  @Test
  void whatIsNoSuchSocketIsRefused() {
    assertRefused(3, "no socket named 'other' was passed", "--tcp", "systemd:other");
    assertRefused(3, "descriptor 3 was named before", "--tcp", "fd:3", "--tcp", "fd:3");
    assertRefused(3, "was named before", "--tcp", "systemd:web", "--tcp", "systemd:web");
    assertRefused(3, "is a socket of type DATAGRAM, not STREAM", "--tcp", "fd:4");
    assertRefused(3, "it is the socket tcp://127.0.0.1:", "--unix", "fd:3");
    assertRefused(3, "is no socket that has an address", "--tcp", "fd:1");
    assertRefused(2, "fd:x", "--tcp", "fd:x");
    Finished alone = Command.jackfield("serve", "echo", "--tcp", "systemd:web").run();
    assertThat(alone.exit()).isEqualTo(3);
    assertThat(alone.err())
        .startsWith("jackfield serve: echo cannot listen on systemd:web: no sockets were passed");
  }

  /** The program that systemd brings for this. */
  @Test
  void theRealOneStartsItWithTheFirstClient() {
    Command activated =
        Command.jackfield("serve", "echo", "--unix", "systemd:echo", "--quiet")
            .under(Command.tool("systemd-socket-activate", "-l", path("s"), "--fdname=echo"));
    try (Child server = activated.start()) {
      server.err().await("Listening on " + path("s"));
      for (int i = 0; i < 2; i++) {
        assertThat(Command.tool("nc", "-N", "-U", path("s")).run("x").out()).isEqualTo("x");
      }
      server.err().await("listening echo unix://" + path("s"));
      server.signal("TERM");
      assertThat(server.awaitExit()).isZero();
    }
    assertThat(folder.resolve("s")).exists();
  }

  @Test
  void theUnitsThatShipAreGood() {
    String home = System.getProperty("jackfield.home");
    for (String unit :
        new String[] {
          "jackfield@echo.service", "jackfield-echo.socket", "jackfield-echo.service"
        }) {
      Finished verified =
          Command.tool("systemd-analyze", "verify", "--man=no", home + "/etc/systemd/" + unit)
              .run();
      // Where it is not installed its program is missing, and nothing else may be wrong.
      assertThat(verified.err().lines())
          .allMatch(line -> line.contains("/opt/jackfield/jackfield is not executable"));
    }
  }
}
