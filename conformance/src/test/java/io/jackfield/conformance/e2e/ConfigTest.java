package io.jackfield.conformance.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One file for all services, and what SIGHUP reads of it again. */
final class ConfigTest {
  @TempDir private Path folder;

  private final Authority authority = Authority.make().issue("server");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("jackfield.toml"), text);
  }

  private static Server up(Path file) {
    return Server.of(Command.jackfield("up", "--config", file.toString()));
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  private static String echo(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    return new String(socket.getInputStream().readNBytes(text.length()), UTF_8);
  }

  @Test
  void theSampleIsGoodAndHasAllServices() throws Exception {
    String sample = Command.jackfield("config", "sample").run().out();
    var checked = Command.jackfield("config", "check", file(sample).toString()).run();
    assertThat(checked.err()).isEmpty();
    assertThat(checked.exit()).isZero();
    String help = Command.jackfield("serve", "--help").run().out().replaceAll("\\s+", " ");
    String names = help.replaceAll(".*Which one: ([^.]*)\\..*", "$1");
    for (String name : names.split(", ", -1)) {
      assertThat(sample).contains("[service." + name + "]\n");
    }
  }

  @Test
  void servicesAreRunAsItSays() throws Exception {
    Path file =
        file(
            """
            drain-timeout = 1
            [defaults]
            engine = "virtual"
            cert = "%s"
            key = "%s"
            [service.greeting]
            tcp = "127.0.0.1:0"
            engine = "loop"
            driver = "poll"
            [service.secret]
            service = "echo"
            tls = ["127.0.0.1:0"]
            [service.local]
            service = "echo"
            unix = "local.sock"
            engine = "processes"
            """
                .formatted(authority.file("server.pem"), authority.file("server.key")));
    try (Server server = up(file).start(3)) {
      try (Socket greeting = connect(server.port("greeting", "tcp"))) {
        assertThat(greeting.getInputStream().readNBytes(8)).isEqualTo("Welcome!".getBytes(UTF_8));
      }
      String told =
          PythonTls.client(
              server.port("secret", "tls"),
              authority,
              "s = secure()\ns.sendall(b'x')\nsay(s.recv(1))");
      assertThat(told).isEqualTo("x");
      String unix = folder.resolve("local.sock").toString();
      assertThat(Command.tool("socat", "-", "UNIX-CONNECT:" + unix).run("hello").out())
          .isEqualTo("hello");
      server.stop();
    }
  }

  @Test
  void allMistakesAreToldWithTheirPlaces() throws Exception {
    Path file =
        file(
            """
            drain-timeout = "soon"
            colour = "blue"
            engine = "loop"
            [defaults]
            engin = "loop"
            user = "nobody"
            [service.echo]
            tcp = "127.0.0.1:0"
              idle-timeout = -1
            [service.eco]
            [service.length]
            driver = "epoll"
            engine = "threads"
            [other]
            """);
    String shape = Command.jackfield("config", "check", file.toString()).run().err();
    assertThat(shape)
        .isEqualTo(
            file + ":14:1: there is no section [other]; there are [defaults], [service.NAME]\n");
    Files.writeString(file, Files.readString(file).replace("[other]\n", ""));

    var checked = Command.jackfield("config", "check", file.toString()).run();
    assertThat(checked.exit()).isEqualTo(1);
    assertThat(checked.err().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith(file + ":1:1: ").contains("'soon' is not a time"),
            line -> assertThat(line).startsWith(file + ":2:1: there is no key 'colour' here"),
            line ->
                assertThat(line).startsWith(file + ":3:1: 'engine' is a service's: it goes into"),
            line ->
                assertThat(line)
                    .isEqualTo(file + ":5:1: there is no key 'engin' here; did you mean 'engine'?"),
            line ->
                assertThat(line)
                    .isEqualTo(
                        file + ":6:1: 'user' is the process's: it goes before the first section"),
            line -> assertThat(line).startsWith(file + ":9:3: ").contains("'-1' is not a time"),
            line -> assertThat(line).startsWith(file + ":10:1: there is no service 'eco'"),
            line -> assertThat(line).isEqualTo(file + ":12:1: driver goes with engine loop alone"));
    var up = Command.jackfield("up", "--config", file.toString()).run();
    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).startsWith("jackfield up: nothing was started").contains(checked.err());
  }

  @Test
  void whatIsNoTomlIsToldWhere() throws Exception {
    Path file = file("[service.echo]\ntcp = \"127.0.0.1:0\n");
    var checked = Command.jackfield("config", "check", file.toString()).run();
    assertThat(checked.exit()).isEqualTo(1);
    assertThat(checked.err()).startsWith(file + ":2:");
    Path missing = folder.resolve("missing.toml");
    assertThat(Command.jackfield("config", "check", missing.toString()).run().err())
        .isEqualTo(missing + ": no such file; 'jackfield config sample' prints one\n");
  }

  @Test
  void howServicesRunIsNotSaidTwice() throws Exception {
    Path file = file("[service.echo]\n");
    var up = Command.jackfield("up", "--config", file.toString(), "--engine", "threads").run();
    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).contains("--engine does not go with --config");
  }

  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void limitsAreReadAgain(Engines engine) throws Exception {
    var text = new StringBuilder("[service.echo]\ntcp = \"127.0.0.1:0\"\nmax-connections = 1\n");
    String[] options = engine.options();
    for (int i = 0; i < options.length; i += 2) {
      text.append(options[i].substring(2)).append(" = \"").append(options[i + 1]).append("\"\n");
    }
    Path file = file(text.toString());
    try (Server server = up(file).start(1);
        Socket first = connect(server.tcp())) {
      assertThat(echo(first, "one")).isEqualTo("one");
      try (Socket second = connect(server.tcp())) {
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
      file(text.toString().replace("max-connections = 1", "max-connections = none"));
      server.process().signal("HUP");
      assertThat(server.process().err().await("the old ones stay")).contains(file + ":3:");

      file(text.toString().replace("max-connections = 1", "max-connections = 2\nmax-request = 3"));
      server.process().signal("HUP");
      server.process().err().await("limits read again");
      try (Socket second = connect(server.tcp())) {
        assertThat(echo(second, "two")).isEqualTo("two");
        second.getOutputStream().write('!');
        assertThat(second.getInputStream().read()).isEqualTo(-1);
      }
      assertThat(server.process().err().await("more than")).contains("more than 3 bytes");
      assertThat(echo(first, "still")).isEqualTo("still");
    }
  }

  @Test
  void aHangUpStopsInOrderWhereThereIsNothingToRead() {
    try (Server server = Server.serve("echo", "--tcp", "127.0.0.1:0").start()) {
      server.process().signal("HUP");
      assertThat(server.process().awaitExit()).isZero();
      assertThat(server.process().err().awaitEnd()).contains("stopped after 0 requests");
    }
  }

  /** Whoever closes its window wants it to end, also where SIGHUP has a file read again. */
  @Test
  void aServerEndsWithItsTerminal() throws Exception {
    Path file = file("[service.echo]\ntcp = \"127.0.0.1:0\"\n");
    String launcher = Command.jackfield().words().getFirst();
    String told =
        Python.run(
            """
            import pty, signal
            child, terminal = pty.fork()
            if child == 0:
                os.execv(ARGS[0], [ARGS[0], 'up', '--config', ARGS[1]])
            shown = b''
            def late(*_):
                raise TimeoutError(shown)
            signal.signal(signal.SIGALRM, late)
            signal.alarm(LIMIT)
            while b'Ctrl-C stops' not in shown:
                shown += os.read(terminal, 1000)
            os.kill(child, signal.SIGHUP)
            while b'limits read again' not in shown:
                shown += os.read(terminal, 1000)
            os.close(terminal)
            say(str(os.waitpid(child, 0)[1]).encode())
            """,
            launcher,
            file);
    assertThat(told).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "PROCESSES", "LOOP_ON_EPOLL"})
  void proxiesSayWhoseConnectionItIs(Engines engine) throws Exception {
    Server server = Server.serve("echo", "--tcp", "127.0.0.1:0", "--proxies", "127.0.0.0/8");
    try (server;
        Socket proxy = connect(server.startOn(engine).tcp())) {
      proxy.getOutputStream().write("PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\r\n".getBytes(UTF_8));
      assertThat(echo(proxy, "hello")).isEqualTo("hello");
      server.process().err().await("192.0.2.7:4711");
    }
    Server other = Server.serve("echo", "--tcp", "127.0.0.1:0", "--proxies", "10.0.0.0/8");
    try (other;
        Socket client = connect(other.startOn(engine).tcp())) {
      String header = "PROXY TCP4 192.0.2.7 192.0.2.1 4711 443\r\n";
      assertThat(echo(client, header)).as("nobody's but data").isEqualTo(header);
    }
  }
}
