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
  SocketAddress address();

  void serveForever();

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
