package io.jackfield.server;

import io.jackfield.reactor.PortClaim;
import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.ReactorGroup;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Several event loops that carry the same servers, each on a thread of its own:
 *
 * <pre>{@code
 * try (var loops = ServerLoops.open(4, Drivers::epoll)) {
 *   loops.open(address, at -> LoopServer.at(at).exchange(Greeting::new));
 *   loops.openDatagrams(address, at -> LoopDatagramServer.at(at).handler(UdpGreeting::new));
 *   loops.serveForever();
 * }
 * }</pre>
 *
 * <p>Each loop has a server of its own at each address; they share it by {@code SO_REUSEPORT}. The
 * kernel gives each connection to one of them, and each datagram by its sender: who sends from one
 * address and port is always with the same loop. Hooks are called by the thread of their server's
 * loop; the same hooks for all of them must be for several threads.
 *
 * <p>A loop that fails tells its hooks, and the others go on. Like {@link ServerLoop} it is for the
 * thread that made it until it serves.
 */
public final class ServerLoops implements AutoCloseable {
  private final List<ServerLoop> loops = new ArrayList<>();

  private ServerLoops() {}

  /**
   * Opens so many, which do not serve yet.
   *
   * @param count 1 to {@value ReactorGroup#MAX_LOOPS}
   * @throws IOException if the drivers cannot be had; nothing is left open then
   */
  public static ServerLoops open(int count, DriverSource driver) throws IOException {
    if (count < 1 || count > ReactorGroup.MAX_LOOPS) {
      throw new IllegalArgumentException("1 to " + ReactorGroup.MAX_LOOPS + " loops, not " + count);
    }
    var opened = new ServerLoops();
    try {
      for (int i = 0; i < count; i++) {
        opened.loops.add(ServerLoop.open(driver));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Which driver carries them: {@code epoll}. */
  public String driverName() {
    return loops.getFirst().driverName();
  }

  // ---- servers ----------------------------------------------------------------------------------

  /**
   * Opens a server of conversations on each loop.
   *
   * @param each says what it is to be, given the address with its port; asked once a loop
   * @throws IOException as {@link LoopServerBuilder#open}
   */
  public Server open(InetSocketAddress local, Function<InetSocketAddress, LoopServerBuilder> each)
      throws IOException {
    return spread(
        local,
        SocketType.STREAM,
        (at, loop, shares) -> each.apply(at).on(loop).sharesPort(shares).open());
  }

  /** As above, of datagrams. */
  public Server openDatagrams(
      InetSocketAddress local, Function<InetSocketAddress, LoopDatagramServerBuilder> each)
      throws IOException {
    return spread(
        local,
        SocketType.DATAGRAM,
        (at, loop, shares) -> each.apply(at).on(loop).sharesPort(shares).open());
  }

  /** Opens a server of one loop. */
  private interface Opening {
    Server open(InetSocketAddress at, ServerLoop loop, boolean sharesPort) throws IOException;
  }

  private Server spread(InetSocketAddress local, SocketType type, Opening opening)
      throws IOException {
    if (loops.size() == 1) {
      return opening.open(local, loops.getFirst(), false);
    }
    List<Server> servers = new ArrayList<>();
    try (PortClaim claim = PortClaim.of(local, type, Map.of())) {
      for (ServerLoop loop : loops) {
        servers.add(opening.open(claim.address(), loop, true));
      }
      return new SpreadServer(this, claim.address(), servers);
    } catch (IOException | RuntimeException e) {
      servers.forEach(Server::close);
      throw e;
    }
  }

  // ---- life -------------------------------------------------------------------------------------

  /**
   * Serves until the last server of each loop has ended; the first loop on the calling thread, a
   * platform thread, the others on threads named after it.
   *
   * @throws IllegalStateException if they serve already, or have done so
   */
  public void serveForever() {
    if (loops.getFirst().hasBegun()) {
      loops.getFirst().serveForever(); // Throws, or is over.
      return;
    }
    String name = Thread.currentThread().getName();
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < loops.size(); i++) {
      others.add(Thread.ofPlatform().name(name + "-" + (i + 1)).start(loops.get(i)::serveForever));
    }
    loops.getFirst().serveForever();
    for (Thread other : others) {
      try {
        other.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** {@link Server#shutdown} of all servers at the same time. */
  public void shutdown() {
    loops.forEach(ServerLoop::shutdown);
  }

  /** Waits until all have ended; false if that took longer than {@code timeout}. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return SpreadServer.allEnd(loops, timeout, ServerLoop::awaitEnd);
  }

  /** As {@link ServerLoop#close}, all at the same time. */
  @Override
  public void close() {
    shutdown();
    loops.forEach(ServerLoop::close);
  }
}
