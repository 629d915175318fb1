package io.jackfield.server;

import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What carries a server out, from its being bound on: see {@link BaseServer}, whose methods these
 * are.
 */
sealed interface ServerRun permits Taking, LoopRun, SharedDatagrams {
  Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  SocketAddress address();

  void serveForever();

  /** Serves, and returns when all that was taken is over. */
  default void serveToTheEnd() {
    serveForever();
    try {
      boolean _ = awaitEnd(FOR_EVER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean handleRequest();

  void shutdown();

  void retire();

  void limits(Limits changed);

  List<PassedDescriptor> duplicateSockets() throws IOException;

  boolean awaitEnd(Duration timeout) throws InterruptedException;

  List<ServerCounts> countsByLoop();

  Optional<String> driverName();

  void close();
}
