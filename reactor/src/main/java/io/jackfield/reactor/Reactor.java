package io.jackfield.reactor;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * An event loop with all that belongs to it: ports, connections, timers, work for other threads.
 * One thread {@linkplain #run runs} it, a platform thread, and calls everything else.
 *
 * <p><b>Threads.</b> Until it runs, the thread that made it may prepare it. From then on everything
 * is for the loop's thread, and another gets {@link WrongThreadException}; but {@link #execute},
 * {@link #stop}, {@link #crash}, {@link #counts} and {@link #deferToThread} are for any.
 *
 * <p>It runs once. There may be many, which know nothing of each other. Source: Twisted's {@code
 * IReactorCore}, {@code IReactorTime}, {@code IReactorTCP}.
 */
public final class Reactor implements Scheduler, Executor, AutoCloseable {

  private final EventLoop loop;
  private final ReactorBuilder settings;
  private final Executor pool;
  private final LookUps lookUps;
  private final Factories factories = new Factories(this::failed);
  private final SystemEvents systemEvents = new SystemEvents(this::failed);
  private final Events events;
  private final Connections connections;
  private final Resources resources = new Resources();
  private final RelayPipes relayPipes;
  private final Datagrams datagrams = new Datagrams(this);
  private final Descriptors descriptors = new Descriptors(this);
  private final Processes processes = new Processes(this);
  private final BlockingConnections blocking = new BlockingConnections(this);
  private final ReactorLife life;

  Reactor(ReactorBuilder settings, Driver driver) {
    this.settings = settings;
    this.loop = new EventLoop(driver);
    this.relayPipes = new RelayPipes(driver);
    this.pool = settings.pool();
    this.lookUps = new LookUps(this, settings.resolver());
    this.events = new Events(loop::requireOwner, this::failed);
    this.life = new ReactorLife(this);
    this.connections = new Connections(this, life::checkQuiet);
  }

  /**
   * One with the defaults, on the best driver there is.
   *
   * @throws IOException if it cannot be had: {@link io.jackfield.socket.TooManyOpenFilesException}
   */
  public static Reactor create() throws IOException {
    return builder().build();
  }

  /** To choose more. */
  public static ReactorBuilder builder() {
    return new ReactorBuilder(Drivers::best);
  }

  // ---- streams ----------------------------------------------------------------------------------

  /** As below, with the defaults. */
  public ListeningPort listen(SocketAddress local, ProtocolFactory factory) throws IOException {
    return listen(local, factory, StreamOptions.DEFAULTS);
  }

  /**
   * Takes connections at an address of TCP or the Unix domain. The path of a Unix socket is removed
   * when the port stops.
   *
   * @throws IOException if it cannot be had: {@link io.jackfield.socket.AddressInUseException} and
   *     its like
   * @throws UnsupportedOperationException if the driver has no such sockets
   */
  public ListeningPort listen(SocketAddress local, ProtocolFactory factory, StreamOptions options)
      throws IOException {
    return ListeningSocket.open(
        this,
        local,
        options,
        (handle, bound, closing) -> {
          var listener = new StreamListener(this, handle, bound, factory, options, closing);
          listener.begin();
          return listener;
        });
  }

  /** As below, with the defaults. */
  public CompletableFuture<Protocol> connect(SocketAddress to, ProtocolFactory factory) {
    return connect(to, factory, StreamOptions.DEFAULTS);
  }

  /**
   * Connects to an address of TCP or the Unix domain; a host name is resolved first, and all its
   * addresses are tried, a quarter of a second apart (RFC 8305).
   *
   * @return completed on the loop's thread with the factory's protocol, after its {@code
   *     connectionMade}; or with the {@link IOException} that the first failed attempt had, further
   *     ones suppressed in it. Cancelling it, by any thread, ends the attempts.
   */
  public CompletableFuture<Protocol> connect(
      SocketAddress to, ProtocolFactory factory, StreamOptions options) {
    life.requireOpen();
    loop.requireOwner();
    Sockets.requirePossible(driver(), to, options);
    var result = new CompletableFuture<Protocol>();
    if (to instanceof InetSocketAddress inet && inet.isUnresolved()) {
      lookUps.connect(inet, factory, options, result);
    } else {
      new StreamConnector(this, List.of(to), factory, options, result).begin();
    }
    return result;
  }

  // ---- messages ---------------------------------------------------------------------------------

  /** {@link Datagrams#listen}: receives and sends datagrams at an address. */
  public DatagramTransport listenDatagrams(
      SocketAddress local, DatagramProtocol protocol, DatagramOptions options) throws IOException {
    return datagrams.listen(local, protocol, options);
  }

  /** Datagrams and sequenced packets: UDP and Unix. */
  public Datagrams datagrams() {
    return datagrams;
  }

  /** Standard streams, pipes, files, and sockets passed to the process. */
  public Descriptors descriptors() {
    return descriptors;
  }

  /** Child processes, and signals to this one. */
  public Processes processes() {
    return processes;
  }

  // ---- time, threads, events --------------------------------------------------------------------

  @Override
  public Timer callLater(Duration delay, Runnable task) {
    return loop.callLater(delay, task);
  }

  @Override
  public long nanoTime() {
    return loop.driver().nanoTime();
  }

  /** Runs {@code task} on the loop's thread, in a turn to come. Any thread. */
  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  /**
   * Asks the loop for something: {@code work} runs on its thread, at once if that is what calls.
   * Any thread.
   *
   * @return completed on the loop's thread; with {@link ReactorStoppingException} where the loop
   *     has ended
   */
  public <T extends @Nullable Object> CompletableFuture<T> submit(Callable<T> work) {
    return Asked.of(loop, work);
  }

  /**
   * Runs on another thread what would hold up the loop: files, JDBC, long computations. Any thread.
   *
   * @return completed on the loop's thread; cancelling it interrupts the work. If too much work
   *     waits already it fails with {@link java.util.concurrent.RejectedExecutionException}
   */
  public <T> CompletableFuture<T> deferToThread(Callable<T> work) {
    return WorkPool.run(work, pool, this);
  }

  /** What is to be done at its start and its end. */
  public SystemEvents systemEvents() {
    loop.requireOwner();
    return systemEvents;
  }

  /** The program's own events. */
  public Events events() {
    return events;
  }

  /**
   * Returns on the loop's thread, and before the reactor runs.
   *
   * @throws WrongThreadException elsewhere
   */
  public void requireLoopThread() {
    loop.requireOwner();
  }

  /** Whether the calling thread is the loop's. Any thread. */
  public boolean isLoopThread() {
    return loop.isOwner();
  }

  /** What it has done so far. Any thread. */
  public ReactorCounts counts() {
    return loop.counters().counts();
  }

  /** Which driver carries it: {@code epoll}. */
  public String driverName() {
    return driver().name();
  }

  // ---- life -------------------------------------------------------------------------------------

  /**
   * Runs until it is stopped; then everything is closed. The calling thread is the loop's.
   *
   * @throws IllegalStateException if it has run before, or runs
   * @throws WrongThreadException on a virtual thread, whose carrier it would hold
   * @throws IOException if the driver broke
   */
  public void run() throws IOException {
    life.run();
  }

  /**
   * Begins to run on the calling thread without staying there: for a simulation, which calls {@link
   * #turn} itself.
   */
  public void start() {
    life.start();
  }

  /**
   * One turn. Returns how much was done.
   *
   * @throws IllegalStateException if it does not run
   */
  public int turn() throws IOException {
    return life.turn();
  }

  /**
   * Stops it in order: triggers before, during and after the shutdown; ports are closed, and each
   * connection as by {@link Transport#close}. Any thread, its own included, and at any time: before
   * it runs, {@link #run} returns at once.
   *
   * @return completed when nothing is left; the same each time
   */
  public CompletableFuture<Void> stop() {
    return life.stop();
  }

  /** Stops it without order: what is open is torn down, and no trigger runs. Any thread. */
  public void crash() {
    life.crash();
  }

  /** Gives back what one that never ran holds; one that runs is stopped as by {@link #crash}. */
  @Override
  public void close() {
    life.close();
  }

  // ---- for the rest of the package --------------------------------------------------------------

  EventLoop loop() {
    return loop;
  }

  Driver driver() {
    return loop.driver();
  }

  ReactorBuilder settings() {
    return settings;
  }

  Factories factories() {
    return factories;
  }

  Connections connections() {
    return connections;
  }

  BlockingConnections blocking() {
    return blocking;
  }

  LookUps lookUps() {
    return lookUps;
  }

  Executor pool() {
    return pool;
  }

  Resources resources() {
    return resources;
  }

  RelayPipes relayPipes() {
    return relayPipes;
  }

  void resourceGone(Resources.Resource one) {
    resources.remove(one);
    life.checkQuiet();
  }

  /**
   * Returns where something new may begin.
   *
   * @throws IllegalStateException if it is stopped
   */
  void requireOpen() {
    life.requireOpen();
    loop.requireOwner();
  }

  /** Something of the user's threw. */
  void failed(Throwable failure, String where) {
    System.getLogger(Reactor.class.getName())
        .log(System.Logger.Level.ERROR, where + " failed", failure);
  }
}
