package io.jackfield.conformance.e2e;

import io.jackfield.conformance.e2e.Command.Finished;
import java.util.stream.Stream;

/** Small clients and servers written with Python's own {@code socket} module. */
public final class Python {
  /** What every script finds: where to connect, and the shortest ways to do the usual things. */
  private static final String PRELUDE =
      """
      import os, socket, struct, sys
      ARGS = sys.argv[1:]
      LIMIT = 15

      def connect(host=None, port=None):
          s = socket.create_connection((host or ARGS[0], int(port or ARGS[1])), timeout=LIMIT)
          s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
          return s

      def datagrams(host=None, port=None):
          host = host or ARGS[0]
          s = socket.socket(socket.AF_INET6 if ':' in host else socket.AF_INET, socket.SOCK_DGRAM)
          s.settimeout(LIMIT)
          s.connect((host, int(port or ARGS[1])))
          return s

      def exactly(s, count):
          got = b''
          while len(got) < count:
              part = s.recv(count - len(got))
              if not part:
                  raise EOFError('the stream ended after %r' % got)
              got += part
          return got

      def rest(s):
          parts = []
          while part := s.recv(65536):
              parts.append(part)
          return b''.join(parts)

      def vanish(s):
          s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
          s.close()

      def say(data):
          sys.stdout.buffer.write(data)
          sys.stdout.buffer.flush()

      """;

  /** Has a script that hangs end by itself and say where, before whoever waits for it gives up. */
  private static final String TELLS_WHERE_IT_HANGS =
      """
      import faulthandler
      faulthandler.dump_traceback_later(LIMIT + 3, exit=True)
      """;

  private Python() {}

  /** A script as a command; its arguments are {@code ARGS}. */
  public static Command script(String script, Object... arguments) {
    return Command.tool("python3", "-c", PRELUDE + script)
        .and(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
  }

  /** Runs a client of 127.0.0.1; returns what it said, as a {@link Wire} string. */
  public static String client(int port, String script) {
    return run(script, "127.0.0.1", port);
  }

  /** Runs a script to its end, which must be a good one; returns what it said. */
  public static String run(String script, Object... arguments) {
    Finished finished = script(TELLS_WHERE_IT_HANGS + script, arguments).run();
    if (finished.exit() != 0) {
      throw new AssertionError("the Python client failed: " + finished.err());
    }
    return finished.out();
  }
}
