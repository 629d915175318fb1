package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The room: an engine of its own, and its terminal. */
final class SelectRoomTest {
  private static Server room(String... options) {
    return Server.serve("select-room", "--tcp", "127.0.0.1:0").startWith(options);
  }

  private static Client guest(Server room) throws IOException {
    var guest = new Client(room.port("select-room", "tcp"));
    assertThat(guest.send("?").receive(1)).isEqualTo("?");
    return guest;
  }

  @Test
  void whatIsTypedGoesToAllAndTheEndOfInputEndsNothing() throws IOException {
    try (Server room = room();
        Client one = guest(room);
        Client other = guest(room)) {
      room.process().write("to all\n");
      assertThat(one.receive(7)).isEqualTo("to all\n");
      assertThat(other.receive(7)).isEqualTo("to all\n");
      assertThat(one.send("mine").receive(4)).isEqualTo("mine");
      room.process().closeInput();
      assertThat(other.send("still").receive(5)).isEqualTo("still");
      room.stop();
    }
  }

  @Test
  void allAddressesAreOneRoom() throws IOException {
    try (Server room =
            Server.serve("select-room", "--tcp", "127.0.0.1:0", "--tcp", "[::1]:0").start();
        Client one = guest(room);
        Child other =
            Python.script(
                    "s = connect(); s.send(b'?'); say(exactly(s, 1)); say(exactly(s, 5))",
                    "::1",
                    room.listening().getLast().replaceAll(".*:", ""))
                .start()) {
      other.out().await("?");
      room.process().write("both\n");
      assertThat(one.receive(5)).isEqualTo("both\n");
      assertThat(other.out().awaitEnd()).isEqualTo("?both\n");
      room.stop();
    }
  }

  @Test
  void whatItIsMayBeSaid() throws IOException {
    try (Server room = room("--engine", "loop", "--driver", "select");
        Client guest = guest(room)) {
      assertThat(guest.send("x").receive(1)).isEqualTo("x");
      room.stop();
    }
  }

  @Test
  void aFileMaySayAnEngineForAllOthers(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("jackfield.toml");
    Command check = Command.jackfield("config", "check", file.toString());
    Files.writeString(file, "[defaults]\nengine = \"threads\"\n[service.select-room]\n");
    assertThat(check.run().exit()).isZero();
    Files.writeString(file, "[service.select-room]\nengine = \"threads\"\n");
    Command.Finished refused = check.run();
    assertThat(refused.exit()).isNotZero();
    assertThat(refused.out() + refused.err()).contains("select-room is an engine itself");
  }

  /** At a terminal, in the foreground and the background of its shell; ends by itself. */
  private static final String TERMINAL =
      """
      import pty, re, time
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp('sh', ['sh', '-m', '-c', ARGS[0]])
      shown = b''
      def until(pattern):
          global shown
          while not re.search(pattern, shown):
              shown += os.read(terminal, 1000)
          return re.search(pattern, shown)
      port = int(until(rb'listening select-room tcp://127.0.0.1:(\\d+)\\r\\n').group(1))
      s = connect('127.0.0.1', port)
      s.send(b'?')
      exactly(s, 1)
      os.write(terminal, b'typed\\n')
      """;

  private static String atTerminal(String shellScript, String test) {
    return Python.run(TERMINAL + test, shellScript);
  }

  private static String jackfield(String arguments) {
    return Command.jackfield().words().getFirst() + " " + arguments;
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "LOOP_ON_EPOLL"})
  void ofAllServicesTheRoomHasTheTerminal(Engines engine) {
    String up = jackfield("up --free-ports --quiet " + String.join(" ", engine.options()));
    assertThat(atTerminal("exec " + up, "say(exactly(s, 6)); os.write(terminal, b'\\x03')"))
        .isEqualTo("typed\n");
  }

  @Test
  void inTheBackgroundItServesOnAndHearsNothing() {
    String serve = jackfield("serve select-room --tcp 127.0.0.1:0");
    assertThat(
            atTerminal(
                serve + " & read line; echo had $line; read line; kill $!; wait",
                """
                until(b'had typed')
                s.send(b'alive')
                say(exactly(s, 5))
                os.write(terminal, b'now\\n')
                say(rest(s))
                """))
        .isEqualTo("alive");
  }

  @Test
  void clientsThatSelectHasNoNumberForAreTurnedAwayAndTheOthersStay() {
    try (Server room = room("--quiet")) {
      String said =
          Python.client(
              room.port("select-room", "tcp"),
              """
              guests = []
              turned_away = 0
              while turned_away == 0 and len(guests) < 1100:
                  s = connect()
                  try:
                      s.send(b'?')
                      answered = s.recv(1) == b'?'
                  except ConnectionError:
                      answered = False
                  if answered:
                      guests.append(s)
                  else:
                      turned_away += 1
              say(b'%d ' % (len(guests) > 900 and turned_away))
              guests[0].send(b'x')
              say(exactly(guests[0], 1))
              for s in guests[1:50]:
                  vanish(s)
              for again in range(100):
                  s = connect()
                  try:
                      s.send(b'y')
                      if s.recv(1) == b'y':
                          say(b'y')
                          break
                  except ConnectionError:
                      pass
              """);
      assertThat(said).isEqualTo("1 xy");
      room.process().err().await("cannot take a request: ");
    }
  }
}
