package io.jackfield.server;

import java.net.SocketAddress;
import java.time.Duration;

/** A server that is bound and listening, whatever runs its conversations. */
public sealed interface Server extends AutoCloseable
    permits BaseServer, LoopServer, LoopDatagramServer, SpreadServer {
  /** Where it listens, with the port it got. */
  SocketAddress address();

  /** Serves until {@link #shutdown}; on the calling thread, from now on the serving thread. */
  void serveForever();

  /**
   * Ends the server in order, without waiting for it: no more requests are taken; conversations
   * with nothing unanswered close at once; the rest have the drain time-out, then are aborted. Any
   * thread, any number of times.
   */
  void shutdown();

  /** Waits until a shutdown is complete; false if that took longer than {@code timeout}. */
  boolean awaitEnd(Duration timeout) throws InterruptedException;

  /** What it has done so far; any thread. */
  ServerCounts counts();

  /** {@link #shutdown}, and waits until it is complete, for a bounded time. */
  @Override
  void close();
}
