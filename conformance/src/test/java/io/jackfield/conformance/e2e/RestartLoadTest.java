package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Connections that come without a pause while one process follows the other: none is refused, none
 * is reset, none ends before it was answered. {@code comparison/restarts} is the same for longer.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RestartLoadTest {
  private static final int CONNECTIONS = 5_000;
  private static final int RESTARTS = 2;

  /** ARGS[1] is how many in all at least; ends when its input does, by eight threads. */
  private static final String LOAD =
      """
      import threading
      stop = threading.Event()
      lock = threading.Lock()
      counts = {'answered': 0, 'refused': 0, 'reset': 0, 'ended': 0, 'other': 0}

      def count(what):
          with lock:
              counts[what] += 1
              return sum(counts.values())

      def one():
          try:
              s = socket.create_connection(('127.0.0.1', int(ARGS[0])), timeout=LIMIT)
          except ConnectionRefusedError:
              return 'refused'
          with s:
              s.sendall(b'hello')
              try:
                  return 'answered' if exactly(s, 5) == b'hello' else 'other'
              except EOFError:
                  return 'ended'

      def guarded():
          try:
              return one()
          except ConnectionError:
              return 'reset'
          except OSError as e:
              sys.stderr.write('%r\\n' % e)
              return 'other'

      def run():
          while not stop.is_set() or sum(counts.values()) < int(ARGS[1]):
              if count(guarded()) == 100:
                  say(b'begun\\n')

      threads = [threading.Thread(target=run) for _ in range(8)]
      for t in threads:
          t.start()
      sys.stdin.read()
      stop.set()
      for t in threads:
          t.join()
      say(' '.join('%s=%d' % one for one in counts.items()).encode())
      """;

  @Test
  void notOneIsRefusedOrReset() {
    try (Server server =
            Server.of(
                    Command.jackfield(
                        "serve", "echo", "--tcp", "127.0.0.1:0", "--loops", "4", "--quiet"))
                .start();
        var all = new Successors(server);
        Child load = Python.script(LOAD, server.tcp(), CONNECTIONS).start()) {
      load.out().await("begun");
      for (int i = 0; i < RESTARTS; i++) {
        long old = all.pid();
        all.restart();
        Successors.awaitEnd(old);
      }
      load.closeInput();
      String counts = load.out().awaitEnd();
      assertThat(counts).as(load.err().soFar()).endsWith("refused=0 reset=0 ended=0 other=0");
      assertThat(counts).matches("(?s).*answered=\\d{4,} .*");
      all.stop();
    }
  }
}
