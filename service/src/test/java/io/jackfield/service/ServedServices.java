package io.jackfield.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.Limits;
import io.jackfield.server.ServerCounts;
import io.jackfield.server.ServerHooks;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamRequest;
import io.jackfield.server.TcpServer;
import io.jackfield.server.WorkerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Every service that has conversations, on one engine; and what its servers tell. Any thread. */
final class ServedServices implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 20_000;
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Map<String, TcpServer> servers = new LinkedHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private final AtomicInteger known = new AtomicInteger();

  /** The addresses of clients whose conversation has begun, and ended. Guarded by themselves. */
  private final Set<InetAddress> begun = new HashSet<>();

  private final Set<InetAddress> over = new HashSet<>();
  private final @Nullable ServerLoops loops;

  private ServedServices(@Nullable ServerLoops loops) {
    this.loops = loops;
  }

  /** The room is an engine itself, so it is served once: beside the loop on select. */
  static ServedServices open(ServiceEngine engine, ServiceSettings settings, Limits limits)
      throws IOException {
    ServerLoops loops = engine.loops();
    var opened = new ServedServices(loops);
    for (Service service : Services.all(settings)) {
      Service.Stream form = service.stream();
      boolean isRoom = form != null && form.isEngine();
      if (form != null && (!isRoom || engine == ServiceEngine.LOOP_ON_SELECT)) {
        var builder = TcpServer.at(new InetSocketAddress(LOOPBACK, 0));
        var carried = isRoom ? form.in(builder) : engine.carry(builder, service, settings, loops);
        TcpServer server =
            carried
                .name(service.name())
                .hooks(opened.new Hooks(service.name()))
                .limits(limits)
                .drainTimeout(Duration.ofMillis(100))
                .open();
        opened.servers.put(service.name(), server);
        if (loops == null || isRoom) {
          Thread.ofPlatform().name(service.name()).start(server::serveForever);
        }
      }
    }
    if (loops != null) {
      Thread.ofPlatform().name("loop").start(loops::serveForever);
    }
    return opened;
  }

  List<String> names() {
    return List.copyOf(servers.keySet());
  }

  private TcpServer server(String name) {
    return Objects.requireNonNull(servers.get(name), name);
  }

  /** For who connects from now on. */
  void limits(Limits limits) {
    servers.values().forEach(server -> server.limits(limits));
  }

  ServerCounts counts(String name) {
    return server(name).counts();
  }

  /** A connection to one of them. */
  Socket connect(String name) throws IOException {
    return connect(name, LOOPBACK, 0);
  }

  private Socket connect(String name, InetAddress from, int receiveBytes) throws IOException {
    var socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    if (!from.equals(LOOPBACK)) {
      socket.bind(new InetSocketAddress(from, 0));
    }
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(DEADLINE_MILLIS);
    socket.connect(server(name).address(), DEADLINE_MILLIS);
    return socket;
  }

  /** A client with an address of its own. */
  record Known(String service, Socket socket, InetAddress address) {}

  /**
   * A client with an address of its own, by which it is known whether its conversation is over.
   *
   * @param receiveBytes how much the kernel keeps for one that does not read; 0 for as usual
   */
  Known connectKnown(String name, int receiveBytes) throws IOException {
    int number = known.incrementAndGet();
    byte[] own = {127, 1, (byte) (number >> 8), (byte) number};
    InetAddress address = InetAddress.getByAddress(own);
    return new Known(name, connect(name, address, receiveBytes), address);
  }

  /** Waits until the server holds a conversation with such a client. */
  void awaitBegun(Known client) throws InterruptedException {
    await(begun, client);
  }

  /** Waits until it does so no more. */
  void awaitOver(Known client) throws InterruptedException {
    await(over, client);
  }

  private static void await(Set<InetAddress> clients, Known client) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
    synchronized (clients) {
      while (!clients.contains(client.address())) {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        assertThat(left).as("milliseconds left for a client of %s", client.service()).isPositive();
        clients.wait(left);
      }
    }
  }

  /** Whether it does so no more. */
  boolean isOver(Known client) {
    synchronized (over) {
      return over.contains(client.address());
    }
  }

  private static void add(Set<InetAddress> clients, StreamRequest request) {
    synchronized (clients) {
      clients.add(((InetSocketAddress) request.clientAddress()).getAddress());
      clients.notifyAll();
    }
  }

  /** What has failed since it was last asked, a line each. */
  List<String> failures() {
    List<String> told = new ArrayList<>();
    for (String next; (next = failures.poll()) != null; ) {
      told.add(next);
    }
    return told;
  }

  @Override
  public void close() {
    servers.values().forEach(TcpServer::shutdown);
    servers.values().forEach(TcpServer::close);
    if (loops != null) {
      loops.close();
    }
  }

  private final class Hooks implements ServerHooks<StreamRequest> {
    private final String service;

    Hooks(String service) {
      this.service = service;
    }

    @Override
    public void handleError(StreamRequest request, Throwable error) {
      failures.add(service + ": " + (isPeers(error) ? "the peer's: " : "a bug: ") + error);
    }

    /** Whether it is what comes of what clients do. */
    private static boolean isPeers(Throwable error) {
      if (!(error instanceof WorkerException there)) {
        return error instanceof IOException;
      }
      try {
        return IOException.class.isAssignableFrom(Class.forName(there.thrown()));
      } catch (ClassNotFoundException e) {
        return false;
      }
    }

    @Override
    public void handleTakeError(IOException error) {
      failures.add(service + ": a bug: " + error);
    }

    @Override
    public void processRequest(StreamRequest request) {
      add(begun, request);
    }

    @Override
    public void finishRequest(StreamRequest request) {
      add(over, request);
    }
  }
}
