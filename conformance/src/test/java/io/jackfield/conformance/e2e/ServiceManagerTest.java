package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service manager is told: {@code sd_notify(3)}, received by Python. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServiceManagerTest {
  /** Says {@code PID:ASSIGNMENT} for each that it is told, the kernel saying by whom. */
  private static final String MANAGER =
      """
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
      s.bind('\\0' + ARGS[0][1:] if ARGS[0][0] == '@' else ARGS[0])
      say(b'bound\\n')
      while True:
          data, control, _, _ = s.recvmsg(4096, socket.CMSG_SPACE(12))
          pid = struct.unpack('3i', control[0][2])[0]
          for line in data.decode().split('\\n'):
              say(('%d:%s\\n' % (pid, line)).encode())
      """;

  @TempDir private Path folder;

  private static Command told(Command command, String socket) {
    return command.with("NOTIFY_SOCKET", socket);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itIsToldOfTheBeginningARestartAndTheEnd(boolean isAbstract) {
    String socket =
        isAbstract
            ? "@jackfield-test-notify-" + ProcessHandle.current().pid()
            : folder.resolve("notify").toString();
    try (Child manager = Python.script(MANAGER, socket).start()) {
      manager.out().await("bound\n");
      Command serve = told(Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0"), socket);
      try (Server server = Server.of(serve).start();
          var all = new Successors(server)) {
        long first = all.pid();
        manager.out().await(first + ":READY=1\n" + first + ":STATUS=serving\n");
        long second = all.restart();
        // The one that is believed names its successor before that speaks for itself.
        manager.out().await(first + ":MAINPID=" + second + "\n" + second + ":READY=1\n");
        Successors.awaitEnd(first);
        all.stop();
        String said = manager.out().await(second + ":STOPPING=1\n");
        assertThat(said).doesNotContain(first + ":STOPPING");
      }
    }
  }

  @Test
  void aReloadBeginsAndEnds() {
    Authority authority = Authority.make().issue("server");
    String socket = folder.resolve("notify").toString();
    try (Child manager = Python.script(MANAGER, socket).start()) {
      manager.out().await("bound\n");
      Command serve = told(Command.jackfield("serve", "echo"), socket);
      try (Server server = Server.of(serve.and(authority.serving("server"))).start()) {
        manager.out().await(":READY=1\n");
        server.process().signal("HUP");
        manager
            .out()
            .await(
                Pattern.compile(
                    "(?s)READY=1\n.*:RELOADING=1\n\\d+:MONOTONIC_USEC=\\d+\n\\d+:READY=1\n"));
        server.stop();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nowhere/to/be/found", "vsock:2:1234", "@"})
  void oneThatCannotBeToldKeepsNobodyFromServing(String socket) {
    Command serve = told(Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0"), socket);
    try (Server server = Server.of(serve).start()) {
      server.process().err().await("the service manager cannot be told: ");
      assertThat(Peer.NETCAT.tcp(server.tcp(), "x")).isEqualTo("x");
      server.stop();
    }
  }
}
