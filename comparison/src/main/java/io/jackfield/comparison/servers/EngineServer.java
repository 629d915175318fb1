package io.jackfield.comparison.servers;

import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.AtLimit;
import io.jackfield.server.Engine;
import io.jackfield.server.StreamRequestHandler;
import io.jackfield.server.TcpServer;
import io.jackfield.server.WorkerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * One handler on any engine: {@code EngineServer iterative|threads|virtual|processes|loop-DRIVER
 * echo|lines PORT}. Processes are two, as many as the server has of processors at most.
 */
public final class EngineServer {
  private static final String LOOP = "loop-";

  /** As many as there are connections at most. */
  private static final int THREADS = 4_096;

  private static final int WORKERS = 2;

  /** As long as Python's {@code readline} takes by default, and longer than any that is sent. */
  private static final int LINE_BYTES = 65_536;

  private EngineServer() {}

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    var address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[2]));
    try (var server =
        TcpServer.at(address).handler(handler(args[1])).engine(engine(args[0])).open()) {
      server.serveForever();
    }
  }

  private static Engine engine(String name) {
    return switch (name) {
      case "iterative" -> Engine.iterative();
      case "threads" -> Engine.threads(THREADS, AtLimit.stopAccepting());
      case "virtual" -> Engine.virtualThreads();
      case "processes" -> Engine.processes(WorkerOptions.builder().workers(WORKERS).build());
      default -> {
        if (!name.startsWith(LOOP)) {
          throw new IllegalArgumentException("no engine: " + name);
        }
        String driver = name.substring(LOOP.length());
        yield Engine.eventLoop(() -> Drivers.named(driver));
      }
    };
  }

  private static Class<? extends StreamRequestHandler> handler(String name) {
    return switch (name) {
      case "echo" -> Echo.class;
      case "lines" -> Lines.class;
      default -> throw new IllegalArgumentException("echo or lines, not " + name);
    };
  }

  /** Sends back what it receives. */
  static final class Echo extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
        out().write(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
      }
    }
  }

  /** Sends back each line. */
  static final class Lines extends StreamRequestHandler {
    @Override
    protected void handle() throws IOException {
      for (byte[] line; (line = in().readLine(LINE_BYTES)) != null; ) {
        out().write(line);
      }
    }
  }
}
