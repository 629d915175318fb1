package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that send too much or read nothing: refused clearly, and the server's memory stays flat.
 */
final class MemoryTest {
  /** A JVM's memory moves a little by itself; each case would take several times this. */
  private static final long FLAT_BYTES = 64 << 20;

  private static final String TEN_MEGABYTES_IN_ONE_LINE =
      """
      for i in range(int(ARGS[2])):
          s = connect()
          s.sendall(b'x' * 10_000_000)
          say(rest(s))
          s.close()
      """;

  private static final String REFUSAL = "error: a line has at most 16384 bytes\n";

  @ParameterizedTest
  @ValueSource(strings = {"timestamp-line", "length"})
  void aLineOf10MegabytesIsRefusedWhileItIsStillSentAndTakesNoMemory(String service) {
    try (Server server = Server.serve(service, "--tcp", "127.0.0.1:0").start()) {
      assertThat(sendLong(server, 1)).endsWith(REFUSAL);
      long before = Proc.residentBytes(server.process());
      assertThat(sendLong(server, 20).split(REFUSAL, -1)).hasSize(21);
      assertThat(Proc.residentBytes(server.process()) - before).isLessThan(FLAT_BYTES);
      server.stop();
    }
  }

  private static String sendLong(Server server, int times) {
    return Python.run(TEN_MEGABYTES_IN_ONE_LINE, "127.0.0.1", server.tcp(), times);
  }

  @Test
  void aPeerThatNeverReadsIsHeldBackAndTakesNoMemory() {
    try (Server server = Server.serve("echo", "--tcp", "127.0.0.1:0").start()) {
      Peer.PYTHON.tcp(server.tcp(), "x".repeat(1_000_000));
      long before = Proc.residentBytes(server.process());
      // Ten peers send until nothing more is taken. The kernel's own buffers hold far less than
      // this.
      Child peers =
          Python.script(
                  """
                  import select
                  peers = [connect() for i in range(10)]
                  sent = dict.fromkeys(peers, 0)
                  for s in peers:
                      s.setblocking(False)
                  while ready := select.select([], peers, [], 1)[1]:
                      for s in ready:
                          sent[s] += s.send(b'x' * 65536)
                          assert sent[s] < 100_000_000, 'the server takes everything'
                  say(b'held back')
                  sys.stdin.read()
                  """,
                  "127.0.0.1",
                  server.tcp())
              .start();
      try (peers) {
        assertThat(peers.out().awaitBytes(1)).isEqualTo("held back");
        assertThat(Proc.residentBytes(server.process()) - before).isLessThan(FLAT_BYTES);
        assertThat(Peer.NETCAT.tcp(server.tcp(), "others go on")).isEqualTo("others go on");
      }
    }
  }

  @Test
  void aPeerThatNeverReadsIsLetGoAfterTheIdleTimeout() {
    try (Server server =
        Server.serve("echo", "--tcp", "127.0.0.1:0", "--idle-timeout", "1").start()) {
      Child peer =
          Python.script(
                  """
                  s = connect()
                  try:
                      while True:
                          s.send(b'x' * 65536)
                  except (ConnectionResetError, BrokenPipeError):
                      say(b'let go')
                  """,
                  "127.0.0.1",
                  server.tcp())
              .start();
      try (peer) {
        assertThat(peer.out().awaitBytes(1)).isEqualTo("let go");
      }
    }
  }

  /** Each could have as much as it likes, and takes nothing. */
  @ParameterizedTest
  @EnumSource(names = {"VIRTUAL", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void charactersWithoutEndForPeersThatNeverReadTakeNoMemoryAndEnd(Engines engine) {
    try (Server server =
        Server.serve("chargen", "--tcp", "127.0.0.1:0", "--idle-timeout", "1").startOn(engine)) {
      String one = "s = connect(); say(exactly(s, 100_000))";
      assertThat(Python.client(server.tcp(), one)).hasSize(100_000);
      long before = Proc.residentBytes(server.process());
      Child peers =
          Python.script(
                  """
                  import select
                  peers = [connect() for i in range(50)]
                  for s in peers:
                      exactly(s, 1)
                  say(b'.')
                  hung = select.poll()
                  for s in peers:
                      hung.register(s, select.POLLRDHUP)
                  ended = set()
                  while len(ended) < 50:
                      for fd, _ in hung.poll():
                          ended.add(fd)
                          hung.unregister(fd)
                  say(b'let go')
                  """,
                  "127.0.0.1",
                  server.tcp())
              .start();
      try (peers) {
        peers.out().await(".");
        assertThat(Python.client(server.tcp(), one)).hasSize(100_000);
        peers.out().await("let go");
        assertThat(Proc.residentBytes(server.process()) - before).isLessThan(FLAT_BYTES);
      }
      server.stop();
    }
  }
}
