package io.jackfield.comparison.servers;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingStream;
import io.jackfield.reactor.Reactor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Echo in the blocking style: {@code BlockingEchoServer --driver NAME PORT}. Whether the loop runs
 * the handlers itself is decided by the JVM's options.
 */
public final class BlockingEchoServer {
  /** Of each connection, as the other servers with a thread each have it. */
  private static final int BUFFER_BYTES = 4_096;

  private BlockingEchoServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    ServerArguments arguments = ServerArguments.of(args);
    try (Reactor reactor = arguments.reactor()) {
      reactor.listen(arguments.address(), Blocking.handler(BlockingEchoServer::echo));
      reactor.run();
    }
  }

  private static void echo(BlockingStream stream) throws IOException {
    InputStream in = stream.in();
    OutputStream out = stream.out();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int many; (many = in.read(buffer)) >= 0; ) {
      out.write(buffer, 0, many);
    }
  }
}
