package io.jackfield.server;

import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A server: takes requests and has its engine answer them.
 *
 * <p>The life of one: opened (bound, listening, the address can be read back), then {@link
 * #serveForever} or {@link #handleRequest}, then {@link #shutdown} from any thread, a handler's own
 * included: it takes no more, lets what is unanswered finish within the drain time-out, aborts the
 * rest. It does not serve again after that.
 *
 * <p>The life of a request: taken, verified, processed (handed to the engine), answered (the
 * handler's setup, handle, finish), closed; {@link ServerHooks} is told of each step. An exception
 * ends its own request and nothing else. Source: Python's {@code socketserver.BaseServer}.
 */
public abstract sealed class BaseServer implements AutoCloseable
    permits TcpServer, UdpServer, UnixStreamServer, UnixDatagramServer {
  private final ServerRun run;

  BaseServer(ServerRun run) {
    this.run = run;
  }

  /** Where it listens; a port of 0 that was asked for shows as what it became. */
  public SocketAddress address() {
    return run.address();
  }

  /**
   * Serves until {@link #shutdown}; on the calling thread, from now on the serving thread. On event
   * loops that carry other servers too all of them are served.
   *
   * @throws IllegalStateException on an event loop, if it serves already
   * @throws WrongThreadException on an event loop, if the calling thread is virtual
   */
  public final void serveForever() {
    run.serveForever();
  }

  /**
   * Takes one request and has it answered; returns false if the server takes no more. Errors of
   * taking are told to the hooks and waited out, never thrown. One thread at a time: others wait.
   *
   * <p>On an event loop it returns when all requests that were taken are over; of several that were
   * taken at once each counts for a call. It is always the same thread that calls, as with {@link
   * #serveForever} and {@link #close} after it.
   *
   * @throws UnsupportedOperationException on several loops, and on those that carry other servers
   */
  public final boolean handleRequest() {
    return run.handleRequest();
  }

  /**
   * Ends the server in order, without waiting for it: no more requests are taken; conversations
   * with nothing unanswered close at once; the rest have the drain time-out, then are aborted and
   * their handlers interrupted. Any thread, any number of times.
   */
  public final void shutdown() {
    run.shutdown();
  }

  /**
   * Other descriptors of the sockets that it takes requests from, for a process that is to take its
   * place, see {@link GivenSockets#inherited}: in the order of its loops, the caller's to close.
   * From a server that serves; any thread, but none of its own.
   *
   * @throws UnsupportedOperationException if its driver has no descriptors
   * @throws IOException if no descriptor is left, or it stops
   */
  public final List<PassedDescriptor> duplicateSockets() throws IOException {
    return run.duplicateSockets();
  }

  /**
   * Leaves its sockets to those that have {@linkplain #duplicateSockets duplicates}, without
   * waiting: it takes no more requests, and the file of a Unix socket stays. What it has taken goes
   * on, however long it lasts, and then the server ends; {@link #shutdown} gives it a deadline.
   * (What worker processes have taken of datagrams has the drain time-out at once.) Any thread, any
   * number of times.
   */
  public final void retire() {
    run.retire();
  }

  final void changeLimits(Limits changed) {
    run.limits(Objects.requireNonNull(changed));
  }

  /**
   * Waits until it has ended, by a shutdown or retired; false if that took longer than {@code
   * timeout}.
   */
  public final boolean awaitEnd(Duration timeout) throws InterruptedException {
    return run.awaitEnd(timeout);
  }

  /** What it has done so far; any thread. */
  public final ServerCounts counts() {
    return countsByLoop().stream().reduce(ServerCounts.NOTHING, ServerCounts::plus);
  }

  /** What it has done on each of its event loops, in their order; one where it has none. */
  public final List<ServerCounts> countsByLoop() {
    return run.countsByLoop();
  }

  /** Which driver carries its event loops: {@code epoll}; empty where it has none. */
  public final Optional<String> driverName() {
    return run.driverName();
  }

  /**
   * {@link #shutdown}, and waits until it is complete, at most the drain time-out and two seconds;
   * called by one of the server's own handlers or loops it does not wait. On shared loops that
   * never served its port is given back by {@linkplain ServerLoops#close their} end.
   */
  @Override
  public final void close() {
    run.close();
  }

  static long saturatedNanos(Duration time) {
    return time.toSeconds() > TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE) - 1
        ? Long.MAX_VALUE
        : time.toNanos();
  }
}
