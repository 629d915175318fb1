package io.jackfield.server;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.ReactorGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Event loops that carry any number of servers, each loop on a thread of its own:
 *
 * <pre>{@code
 * try (var loops = ServerLoops.open(4, Drivers::epoll)) {
 *   TcpServer.at(address).exchange(Greeting::new).engine(Engine.on(loops)).open();
 *   UdpServer.at(address).exchange(new UdpGreeting()).engine(Engine.on(loops)).open();
 *   loops.serveForever();
 * }
 * }</pre>
 *
 * <p>Of several loops each has a socket of its own at each address of IP; they share it by {@code
 * SO_REUSEPORT}. The kernel gives each connection to one of them, and each datagram by its sender:
 * who sends from one address and port is always with the same loop. Of the Unix domain they accept
 * from one socket, and whoever is quickest has the connection; datagrams there, and with the driver
 * {@code nio} connections too, are the first loop's alone. Hooks are called by the loop whose
 * request it is, so that those of several are for several threads.
 *
 * <p>Servers are opened on them by the thread that made them, before they serve. They end with the
 * last of their servers, and serve once. A loop that fails tells its servers' hooks, and the others
 * go on.
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
    requireCount(count);
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

  static void requireCount(int count) {
    if (count < 1 || count > ReactorGroup.MAX_LOOPS) {
      throw new IllegalArgumentException("1 to " + ReactorGroup.MAX_LOOPS + " loops, not " + count);
    }
  }

  /** Which driver carries them: {@code epoll}. */
  public String driverName() {
    return loops.getFirst().driverName();
  }

  /**
   * The reactor of each: for what is to be on the thread of their servers besides them, as timers
   * and what is typed are. It ends with the last of the servers.
   */
  public List<Reactor> reactors() {
    return loops.stream().map(ServerLoop::reactor).toList();
  }

  List<ServerLoop> all() {
    return loops;
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

  /** {@link BaseServer#shutdown} of all servers at the same time. */
  public void shutdown() {
    loops.forEach(ServerLoop::shutdown);
  }

  /** Waits until all have ended; false if that took longer than {@code timeout}. */
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return allEnd(loops, timeout, ServerLoop::awaitEnd);
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

  /**
   * {@link #shutdown}, and waits until it is complete, at most the longest drain time-out and two
   * seconds for each loop; called by a loop's own thread it does not wait for that one.
   */
  @Override
  public void close() {
    shutdown();
    loops.forEach(ServerLoop::close);
  }
}
