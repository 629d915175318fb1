package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server does where something runs out: descriptors, or who reads what it tells. */
final class ShortageTest {
  /** 200 who have asked and, told so, look for their answers. */
  private static final String CONNECTED =
      """
      import select
      waiting = [connect() for i in range(200)]
      for s in waiting:
          s.send(b'x')
      sys.stdin.readline()
      """;

  private static Server withFewDescriptors(Engines engine) {
    return Server.of(withDescriptors(64)).startOn(engine);
  }

  private static Command withDescriptors(int count) {
    Command limited = Command.tool("sh", "-c", "ulimit -n " + count + "; exec \"$@\"", "sh");
    return Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0").under(limited);
  }

  /** The JDK's time zones, say, without which no line is logged; else a start does not wait. */
  @ParameterizedTest
  @CsvSource({"64, true", "8192, true", "8193, false"})
  void whereDescriptorsAreFewTheProgramsFilesAreOpenedBeforeAnythingIsServed(
      int descriptors, boolean isBefore) {
    String most = Command.tool("sh", "-c", "ulimit -Hn").run().out().strip();
    if (!most.equals("unlimited") && Long.parseLong(most) < descriptors) {
      Command.skip("no more than " + most + " descriptors are allowed here");
    }
    Command logging =
        withDescriptors(descriptors).with("JACKFIELD_JAVA_OPTS", "-Xlog:class+init=info:stderr");
    try (Child server = logging.start()) {
      server.err().await("listening echo");
      String told = server.err().await("TzdbZoneRulesProvider");
      assertThat(told.indexOf("TzdbZoneRulesProvider") < told.indexOf("listening echo"))
          .isEqualTo(isBefore);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL", "LOOP_ON_NIO"})
  void withoutDescriptorsSomeAreTurnedAwayAndTheOthersAnswered(Engines engine) {
    try (Server server = withFewDescriptors(engine)) {
      Child clients =
          Python.script(
                  CONNECTED
                      + """
                      answered = turned_away = 0
                      while ready := select.select(waiting, [], [], LIMIT if waiting else 0)[0]:
                          for s in ready:
                              try:
                                  got = s.recv(10)
                              except ConnectionResetError:
                                  got = b''
                              answered += got == b'x'
                              turned_away += got == b''
                              s.close()
                              waiting.remove(s)
                      s = connect()
                      s.send(b'y')
                      say(b'%d, %d, then %s' % (answered + turned_away, turned_away > 0, s.recv(10)))
                      """,
                  "127.0.0.1",
                  server.tcp())
              .start();
      try (clients) {
        server.process().err().await("too many open files");
        assertThat(clients.write("go on\n").out().awaitEnd()).isEqualTo("200, 1, then y");
      }
      server.stop();
    }
  }

  @Test
  void whereIoUringIsForbiddenALoopIsCarriedByEpoll() {
    Command echo = Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0");
    try (Server server = Server.of(echo.under(Filtered.withoutIoUring())).start()) {
      assertThat(Peer.PYTHON.tcp(server.tcp(), "hello")).isEqualTo("hello");
      server.stop();
    }
  }

  @Test
  void aStandardErrorThatNobodyReadsHoldsUpNeitherClientsNorTheEnd() {
    // A pipe takes 64 KiB; then who writes to it waits, as at a terminal that was stopped.
    String told =
        Python.script(
                """
                import signal, subprocess
                with subprocess.Popen(ARGS, stderr=subprocess.PIPE) as server:
                    try:
                        port = server.stderr.readline().decode().rpartition(':')[2]
                        for i in range(2000):
                            with connect('127.0.0.1', port) as s:
                                s.send(b'x')
                                exactly(s, 1)
                        say(b'answered')
                        server.send_signal(signal.SIGTERM)
                        say(b', exit %d' % server.wait(10))
                    finally:
                        server.kill()
                """)
            .and(
                Command.jackfield("serve", "echo", "--tcp", "127.0.0.1:0")
                    .words()
                    .toArray(String[]::new))
            .run()
            .out();
    assertThat(told).isEqualTo("answered, exit 0");
  }
}
