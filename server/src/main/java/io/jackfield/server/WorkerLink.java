package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.server.worker.Line;
import io.jackfield.server.worker.Line.Incoming;
import io.jackfield.server.worker.Message;
import io.jackfield.server.worker.Message.Over;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.UnixOptions;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, as its server sees it. One thread starts it and hears what it says to its
 * end; any thread hands it requests.
 */
final class WorkerLink {
  /** How long a process may take to end once its line has. */
  private static final Duration LAST_BREATH = Duration.ofSeconds(2);

  /** How long a worker may take nothing of what it is told until it is taken for dead. */
  private static final Duration STUCK = Duration.ofSeconds(20);

  /** Strangers who find the line's name before the process does are sent away one by one. */
  private static final int CALLERS = 16;

  /** Told what a worker says of itself. By the thread that hears it. */
  interface Events {
    /** It asks to be replaced. */
    void enough();

    void arrived(Message.Arrived datagram);

    void cut(Message.Cut datagram);

    /** A datagram's answer is over. */
    void over(Over datagram);
  }

  private final WorkerPlan plan;
  private final Process process;
  private final Socket door;
  private final Map<Long, CompletableFuture<Over>> answering = new ConcurrentHashMap<>();
  private volatile @Nullable Line line;
  private volatile boolean gone;
  private volatile ServerCounts counts = ServerCounts.NOTHING;
  private CompletableFuture<ServerCounts> counting = new CompletableFuture<>();

  // What it was told last; guarded by this.
  private int tlsLoads;
  private Limits limits;

  private WorkerLink(WorkerPlan plan, Process process, Socket door) {
    this.plan = plan;
    this.limits = plan.limits();
    this.process = process;
    this.door = door;
  }

  // ---- its beginning ----------------------------------------------------------------------------

  /** Starts the process; it is not ready yet. */
  static WorkerLink start(WorkerPlan plan) throws IOException {
    String name = "jackfield-worker-" + UUID.randomUUID();
    Socket door = Socket.open(StandardProtocolFamily.UNIX, SocketType.SEQUENCED_PACKET);
    try {
      door.bind(AbstractUnixAddress.of(name)).listen(CALLERS);
      return new WorkerLink(plan, plan.command(name).start(), door);
    } catch (IOException | RuntimeException e) {
      door.close();
      throw e;
    }
  }

  /**
   * Waits until it is ready.
   *
   * @throws IOException if it was not in time, or has ended: {@link WorkerLostException}
   */
  void awaitReady() throws IOException {
    Duration timeout = plan.options().startTimeout();
    var ready = new CompletableFuture<Void>();
    var _ = process.onExit().thenRun(this::closeDoor);
    var _ =
        ready
            .orTimeout(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS)
            .exceptionally(_ -> {
              kill();
              return null;
            });
    try (door) {
      Line made = Line.over(caller(), plan.settings().name() + "-" + process.pid(), STUCK);
      line = made;
      made.send(new Message.Begin(plan.settings()), plan.datagrams(), _ -> {});
      passChanges(made);
      Incoming first = made.receive();
      if (first == null || !(first.message() instanceof Message.Ready)) {
        throw new IOException("it said something else than that it is ready");
      }
    } catch (IOException | RuntimeException e) {
      boolean late = ready.isCompletedExceptionally();
      kill();
      Line half = line;
      if (half != null) {
        half.close();
      }
      var why = WorkerLostException.notReady(process.pid(), status());
      why.initCause(
          late
              ? new SocketTimeoutException("it took longer than " + timeout.toMillis() + " ms")
              : e);
      throw why;
    } finally {
      ready.complete(null);
    }
  }

  /** The line to the process; whoever else calls is sent away. */
  private Socket caller() throws IOException {
    for (; ; ) {
      Socket caller = door.accept();
      if (caller == null) {
        throw new IllegalStateException("a listener without a time-out waits");
      }
      boolean isOurs = false;
      try {
        isOurs = caller.getOption(UnixOptions.PEER_CREDENTIALS).processId() == process.pid();
      } finally {
        if (!isOurs) {
          caller.close();
        }
      }
      if (isOurs) {
        return caller;
      }
    }
  }

  private void closeDoor() {
    try {
      door.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }

  /** Its certificates and limits are those that the server has now. */
  private synchronized void passChanges(Line to) throws IOException {
    TlsServerConfig tls = plan.tls();
    if (tls != null && tls.loads() != tlsLoads) {
      int loads = tls.loads();
      to.send(new Message.Tls(tls.passed()));
      tlsLoads = loads;
    }
    Limits now = plan.admission().limits();
    if (!now.equals(limits)) {
      to.send(new Message.Limits(PassedLimits.encoded(now)));
      limits = now;
    }
  }

  // ---- requests ---------------------------------------------------------------------------------

  /**
   * Has it answer a conversation.
   *
   * @return what it came to; fails with {@link NotPassedException} if the worker never had it, and
   *     with {@link WorkerLostException} if it ended before it was over
   */
  CompletableFuture<Over> pass(long request, Conversation conversation) throws IOException {
    var over = new CompletableFuture<Over>();
    Line to = line;
    if (to == null) {
      throw new IllegalStateException("a worker that is not ready");
    }
    var carrier = (PassingCarrier) conversation.carrier();
    passChanges(to);
    ByteBuffer begun = carrier.takeBegun();
    byte[] first = new byte[begun.remaining()];
    begun.duplicate().get(first);
    Optional<byte[]> header = conversation.proxyHeader().map(ProxyHeader::encoded);
    int descriptor =
        carrier.leaving(
            () -> to.send(new Message.Drain(request)), () -> to.send(new Message.Abort(request)));
    answering.put(request, over);
    to.send(
        new Message.Take(request, conversation.clientAddress(), header.orElse(null), first),
        descriptor,
        left -> {
          carrier.left(left);
          if (!left) {
            carrier.begun(begun);
            answering.remove(request);
            over.completeExceptionally(new NotPassedException());
          }
        });
    return over;
  }

  /** A worker was gone before it had what was to be passed. */
  static final class NotPassedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  void serve() {
    send(new Message.Serve());
  }

  void verdict(long request, boolean answer) {
    send(new Message.Verdict(request, answer));
  }

  private void send(Message message) {
    Line to = line;
    if (to != null) {
      to.send(message);
    }
  }

  /** Has it say what it has done; it may take a while, or be gone. */
  synchronized CompletableFuture<ServerCounts> count() {
    if (gone || line == null) {
      return CompletableFuture.completedFuture(counts);
    }
    counting = counting.isDone() ? new CompletableFuture<>() : counting;
    send(new Message.Count());
    return counting;
  }

  /** What it has said last that it has done. */
  ServerCounts counts() {
    return counts;
  }

  // ---- what it says -----------------------------------------------------------------------------

  /**
   * Hears it to its end, and tells what it has taken with it.
   *
   * @return how it ended
   */
  WorkerLostException hear(Events events) {
    Line from = line;
    try {
      for (Incoming next; from != null && (next = from.receive()) != null; ) {
        if (next.descriptor() != null) {
          next.descriptor().close(); // None is expected from a worker.
        }
        heard(next.message(), events);
      }
    } catch (IOException | RuntimeException e) {
      System.getLogger(BaseServer.class.getName())
          .log(Level.ERROR, "worker process " + process.pid() + " is not understood", e);
    }
    if (from != null) {
      from.close(); // What was not passed yet is told so.
    }
    gone = true;
    if (!hasEndedWithin(LAST_BREATH)) {
      kill();
    }
    return lose();
  }

  private void heard(Message message, Events events) throws IOException {
    switch (message) {
      case Over over -> {
        CompletableFuture<Over> waiting = answering.remove(over.request());
        if (waiting != null) {
          waiting.complete(over);
        } else {
          events.over(over);
        }
      }
      case Message.Arrived arrived -> events.arrived(arrived);
      case Message.Cut cut -> events.cut(cut);
      case Message.Enough _ -> events.enough();
      case Message.Counts(long[] inOrder) -> {
        counts = ServerCounts.of(inOrder);
        synchronized (this) {
          counting.complete(counts);
        }
      }
      default -> throw new IOException("a worker does not say " + message);
    }
  }

  /** What it was answering ends with it. */
  private WorkerLostException lose() {
    var lost = WorkerLostException.ended(process.pid(), status(), answering.size());
    synchronized (this) {
      counting.complete(counts);
    }
    for (Long request : List.copyOf(answering.keySet())) {
      CompletableFuture<Over> waiting = answering.remove(request);
      if (waiting != null) {
        waiting.completeExceptionally(lost);
      }
    }
    return lost;
  }

  // ---- its end ----------------------------------------------------------------------------------

  /** Has it stop as a server does; one that is not ready yet is killed. */
  void stop() {
    if (line == null) {
      kill();
    } else {
      send(new Message.Stop());
    }
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }

  private int status() {
    return process.onExit().join().exitValue();
  }

  private boolean hasEndedWithin(Duration time) {
    try {
      return process.waitFor(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
