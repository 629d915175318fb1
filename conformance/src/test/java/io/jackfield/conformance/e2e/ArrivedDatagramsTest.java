package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Datagrams that had arrived when SIGTERM came are answered before the server ends. */
final class ArrivedDatagramsTest {
  @ParameterizedTest
  @EnumSource
  void datagramsAreAnswered(Engines engine) {
    Server server = Server.serve("echo", "--udp", "127.0.0.1:0").startOn(engine);
    try (server) {
      server.process().signal("STOP");
      Child asking =
          Python.script(
                  """
                  clients = [datagrams() for i in range(20)]
                  for i, s in enumerate(clients):
                      s.send(b'%d' % i)
                  say(b'sent:')
                  say(b' '.join(s.recv(100) for s in clients))
                  """,
                  "127.0.0.1", server.udp())
              .start();
      try (asking) {
        asking.out().await("sent:");
        server.process().signal("TERM");
        server.process().signal("CONT");
        assertThat(asking.out().awaitEnd())
            .isEqualTo("sent:0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19");
      }
      assertThat(server.process().awaitExit()).isZero();
    }
  }
}
