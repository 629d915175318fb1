package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small services over TLS and in the Unix domain. */
final class SmallServicesEndpointsTest {
  private static final Authority AUTHORITY = Authority.make().issue("server");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "hello, loop, xHello",
    "hello, threads, xHello",
    "commands, loop, x",
    "commands, threads, x",
    "menu, loop, (?s).{66}",
    "menu, virtual, (?s).{66}",
    "discard, loop, ''",
    "daytime, loop, .{24}\\r\\n",
    "daytime, threads, .{24}\\r\\n",
    "daytime, processes, .{24}\\r\\n",
    "time, loop, (?s).{4}",
    "time, iterative, (?s).{4}",
    "select-room, loop, x"
  })
  void eachAnswersSocatAndPython(String service, String engine, String answer) {
    String path = folder.resolve("s").toString();
    Command serve =
        Command.jackfield("serve", service, "--unix", path, "--engine", engine)
            .and(AUTHORITY.serving("server"));
    try (Server server = Server.of(serve).start()) {
      Command socat = Command.tool("socat", "-t", "15", "-", "UNIX-CONNECT:" + path);
      assertThat(socat.run("x").out()).matches(answer);
      assertThat(
              PythonTls.client(
                  server.tls(),
                  AUTHORITY,
                  """
                  s = secure()
                  heard = b''
                  s.send(b'x')
                  if ARGS[3] == 'menu':
                      heard = exactly(s, 66)
                  elif ARGS[3] in ('commands', 'select-room'):
                      heard = exactly(s, 1)
                  elif ARGS[3] != 'discard':
                      heard = rest(s)
                  say(heard)
                  """,
                  service))
          .matches(answer);
      server.stop();
    }
  }

  @ParameterizedTest
  @CsvSource({"loop", "threads", "processes"})
  void charactersWithoutEndGoOutUnderTlsTooAndWhoStopsReadingThemIsParted(String engine) {
    Command serve =
        Command.jackfield("serve", "chargen", "--engine", engine).and(AUTHORITY.serving("server"));
    try (Server server = Server.of(serve).start()) {
      assertThat(
              PythonTls.client(
                  server.tls(),
                  AUTHORITY,
                  """
                  s = secure()
                  much = exactly(s, 1_000_000)
                  say(much[:10])
                  say(b' %d' % len(much.split(b'\\r\\n')))
                  """))
          .isEqualTo(" !\"#$%&'() 13514");
      server.stop();
    }
  }
}
