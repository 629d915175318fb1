package io.jackfield.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** One address served on several loops, by a server on each: see {@link ServerLoops}. */
public final class SpreadServer implements Server {
  private static final ServerCounts NOTHING = new ServerCounts(0, 0, 0, 0, 0, 0);

  private final ServerLoops loops;
  private final InetSocketAddress address;
  private final List<Server> servers;

  SpreadServer(ServerLoops loops, InetSocketAddress address, List<Server> servers) {
    this.loops = loops;
    this.address = address;
    this.servers = List.copyOf(servers);
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** As {@link ServerLoops#serveForever}: it serves together with all servers of its loops. */
  @Override
  public void serveForever() {
    loops.serveForever();
  }

  @Override
  public void shutdown() {
    servers.forEach(Server::shutdown);
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return allEnd(servers, timeout, Server::awaitEnd);
  }

  /** Waits for one of several. */
  interface Waiting<T> {
    boolean awaitEnd(T one, Duration timeout) throws InterruptedException;
  }

  static <T> boolean allEnd(List<T> all, Duration timeout, Waiting<T> waiting)
      throws InterruptedException {
    long begun = System.nanoTime();
    boolean ended = true;
    for (T one : all) {
      Duration left = timeout.minusNanos(System.nanoTime() - begun);
      ended &= waiting.awaitEnd(one, left.isNegative() ? Duration.ZERO : left);
    }
    return ended;
  }

  @Override
  public ServerCounts counts() {
    return servers.stream().map(Server::counts).reduce(NOTHING, ServerCounts::plus);
  }

  /** What it has done on each loop, in their order; any thread. */
  public List<ServerCounts> countsByLoop() {
    return servers.stream().map(Server::counts).toList();
  }

  @Override
  public void close() {
    shutdown();
    servers.forEach(Server::close);
  }
}
