package io.jackfield.comparison.servers;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingHandler;
import io.jackfield.reactor.BlockingStream;
import io.jackfield.reactor.Reactor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Echo in the blocking style: {@code BlockingEchoServer BYTES|transfer --driver NAME PORT}, by a
 * buffer or by {@code transferTo}. Whether the loop runs the handlers itself is decided by the
 * JVM's options.
 */
public final class BlockingEchoServer {
  private BlockingEchoServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    BlockingHandler handler =
        args[0].equals("transfer")
            ? stream -> stream.in().transferTo(stream.out())
            : stream -> echo(stream, new byte[Integer.parseInt(args[0])]);
    ServerArguments arguments = ServerArguments.of(Arrays.copyOfRange(args, 1, args.length));
    try (Reactor reactor = arguments.reactor()) {
      reactor.listen(arguments.address(), Blocking.handler(handler));
      reactor.run();
    }
  }

  private static void echo(BlockingStream stream, byte[] buffer) throws IOException {
    InputStream in = stream.in();
    OutputStream out = stream.out();
    for (int many; (many = in.read(buffer)) >= 0; ) {
      out.write(buffer, 0, many);
    }
  }
}
