package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Several reactors that share ports, each on a platform thread of its own. A connection stays with
 * the loop that got it, so a protocol still has one thread; two protocols may have two.
 *
 * <p><b>Who gets a connection.</b> At a TCP address each loop listens with {@code SO_REUSEPORT},
 * and the kernel chooses by a hash of both ends' addresses: no loop waits for another, a few
 * connections may be spread unevenly, and a loop that is held up keeps its share waiting. Where the
 * kernel does not share, which is Unix sockets and those passed to the process, and where {@link
 * #listenHandingOver} says so, one thread more accepts, and hands over to the loop that has the
 * fewest connections of the port. {@link #counts} shows how they were spread.
 *
 * <p><b>When a loop fails</b>, its driver being broken, that is logged; its connections are torn
 * down, and the others go on, new connections included. {@link #stop} then completes with the
 * failure.
 *
 * <p><b>Threads.</b> The thread that made it opens ports and prepares the reactors until {@link
 * #start}; what follows that here is for any. It is for this machine's kernel: the reactors of a
 * simulated network are driven by one thread.
 */
public final class ReactorGroup implements AutoCloseable {
  /** Of loops in a group. */
  public static final int MAX_LOOPS = 256;

  /** How long {@link #close} waits for the threads. */
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  private final List<GroupLoop> loops = new ArrayList<>();
  private final GroupPorts ports;
  private final AtomicBoolean begun = new AtomicBoolean();

  private ReactorGroup(int size, ReactorBuilder each) throws IOException {
    this.ports = new GroupPorts(loops, each);
    try {
      for (int i = 0; i < size; i++) {
        loops.add(new GroupLoop(each.build(), "loop-" + i));
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * One loop for each processor that the process may use, with the defaults.
   *
   * @throws IOException if the drivers cannot be had
   */
  public static ReactorGroup create() throws IOException {
    return of(Runtime.getRuntime().availableProcessors(), Reactor.builder());
  }

  /**
   * So many loops, all as {@code each} says.
   *
   * @param loops 1 to {@value #MAX_LOOPS}
   * @throws IOException if the drivers cannot be had
   */
  public static ReactorGroup of(int loops, ReactorBuilder each) throws IOException {
    if (loops < 1 || loops > MAX_LOOPS) {
      throw new IllegalArgumentException("a group has 1 to " + MAX_LOOPS + " loops, not " + loops);
    }
    return new ReactorGroup(loops, each);
  }

  /** Its reactors, in their order; not the one that accepts for others. */
  public List<Reactor> reactors() {
    return loops.stream().map(GroupLoop::reactor).toList();
  }

  // ---- ports ------------------------------------------------------------------------------------

  /** As below, with the defaults. */
  public GroupPort listen(SocketAddress local, Supplier<? extends ProtocolFactory> factories)
      throws IOException {
    return listen(local, factories, StreamOptions.DEFAULTS);
  }

  /**
   * Takes connections at an address of TCP or the Unix domain, on all loops. At a TCP address
   * another program gets "in use" as it would of a single loop, unless {@code SO_REUSEPORT} is
   * among the options, which lets in others of the same user.
   *
   * @param factories asked for one for each loop, by the calling thread; the same each time if it
   *     may be called by several threads
   * @param options of each loop: the limit of connections is one loop's, the backlog of TCP too
   * @throws IOException as {@link Reactor#listen}; nothing is left open then
   * @throws IllegalStateException if the group has started
   * @throws UnsupportedOperationException if the driver is not this machine's kernel's
   */
  public GroupPort listen(
      SocketAddress local, Supplier<? extends ProtocolFactory> factories, StreamOptions options)
      throws IOException {
    requirePossible();
    return local instanceof InetSocketAddress inet
        ? ports.sharing(inet, factories, options)
        : ports.handingOver(local, factories, options);
  }

  /**
   * As {@link #listen}, but one thread more accepts, and hands each connection over to the loop
   * that has the fewest of them.
   */
  public GroupPort listenHandingOver(
      SocketAddress local, Supplier<? extends ProtocolFactory> factories, StreamOptions options)
      throws IOException {
    requirePossible();
    return ports.handingOver(local, factories, options);
  }

  /**
   * As {@link #listenHandingOver}, of a listening stream socket that was passed to the process.
   *
   * @throws IOException as {@link Descriptors#listener}, and the same of other exceptions
   */
  public GroupPort listener(
      int descriptor, Supplier<? extends ProtocolFactory> factories, StreamOptions options)
      throws IOException {
    requirePossible();
    return ports.handingOver(descriptor, factories, options);
  }

  private void requirePossible() {
    if (begun.get()) {
      throw new IllegalStateException("ports are opened before the group starts");
    }
    Sockets.require(
        loops.getFirst().reactor().driver(), Capability.LOOP_GROUPS, "loops that share a port");
  }

  // ---- life -------------------------------------------------------------------------------------

  /**
   * Has all of them run, each on a thread of its own; returns at once.
   *
   * @throws IllegalStateException if it has started before, or was stopped
   */
  public void start() {
    if (begun.getAndSet(true)) {
      throw new IllegalStateException("a group starts once; make another");
    }
    try {
      all().forEach(GroupLoop::start);
    } catch (Throwable t) {
      all().forEach(GroupLoop::release); // No thread is left for it.
      throw t;
    }
  }

  private Stream<GroupLoop> all() {
    return Stream.concat(loops.stream(), Stream.ofNullable(ports.acceptor()));
  }

  /**
   * Stops all of them in order, as {@link Reactor#stop}: first no loop accepts any more for others,
   * then all stop at the same time. A connection that waits to be accepted is reset, unless {@code
   * net.ipv4.tcp_migrate_req} gives it to a loop that still listens.
   *
   * @return completed when all have ended; with what a loop failed with, if one did
   */
  public CompletableFuture<Void> stop() {
    if (!begun.getAndSet(true)) {
      all().forEach(GroupLoop::release);
      return ended();
    }
    GroupLoop accepting = ports.acceptor();
    if (accepting == null) {
      stopLoops();
    } else {
      // Its last connections are handed over by then, and are among those that are closed in order.
      var _ = accepting.reactor().stop().thenRun(this::stopLoops);
    }
    return ended();
  }

  private void stopLoops() {
    loops.forEach(loop -> {
      var _ = loop.reactor().stop();
    });
  }

  private CompletableFuture<Void> ended() {
    return CompletableFuture.allOf(all().map(GroupLoop::ended).toArray(CompletableFuture[]::new));
  }

  /**
   * Gives back what one that never started holds; one that runs is stopped as by {@link
   * Reactor#crash}, and its threads are waited for, two seconds at most, but by its own threads.
   */
  @Override
  public void close() {
    if (!begun.getAndSet(true)) {
      all().forEach(GroupLoop::release);
      return;
    }
    all().map(GroupLoop::reactor).forEach(Reactor::close);
    if (all().map(GroupLoop::reactor).noneMatch(Reactor::isLoopThread)) {
      awaitEnd();
    }
  }

  private void awaitEnd() {
    try {
      ended().get(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // A failure is logged already; a loop that is held up ends when it goes on.
    }
  }

  // ---- what it has done -------------------------------------------------------------------------

  /** What each of the {@link #reactors} has done so far, in their order: the distribution. */
  public List<ReactorCounts> counts() {
    return loops.stream().map(loop -> loop.reactor().counts()).toList();
  }

  /** What all have done together, the one that accepts for others included. */
  public ReactorCounts totalCounts() {
    return all()
        .map(loop -> loop.reactor().counts())
        .reduce(new ReactorCounts(0, 0, 0, 0, 0, 0, 0, 0), ReactorCounts::plus);
  }
}
