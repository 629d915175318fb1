package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where connections that another loop has accepted arrive on theirs. What arrives and is not taken
 * when the loop ends is closed here: every connection has one owner at any time.
 */
final class Landing implements StreamHost, Resources.Resource {
  /** Of connections handed over that the loop has not looked at; more wait in the kernel. */
  static final int ARRIVALS = 256;

  /** In one turn, so that what is open gets its own. */
  private static final int TAKEN_A_TURN = 64;

  private final Reactor reactor;
  private final ProtocolFactory factory;
  private final StreamOptions options;

  /** Handed over, and not lost yet. */
  private final AtomicInteger connections = new AtomicInteger();

  /** Run when there is room again, by any thread. */
  private Runnable roomAgain = () -> {};

  /** Guarded by this. */
  private final ArrayDeque<Handle> arrivals = new ArrayDeque<>();

  /** Written under the lock. */
  private volatile boolean closed;

  /** From when there are {@link #ARRIVALS} until all are taken. Written under the lock. */
  private volatile boolean full;

  Landing(Reactor reactor, ProtocolFactory factory, StreamOptions options) {
    this.reactor = reactor;
    this.factory = factory;
    this.options = options;
  }

  /** Before the loop runs. */
  void begin(Runnable whenRoomAgain) {
    roomAgain = whenRoomAgain;
    reactor.factories().use(factory);
    reactor.resources().add(this);
  }

  // ---- for the accepting loop -------------------------------------------------------------------

  boolean hasRoom() {
    return !closed && !full && connections.get() < options.connectionLimit();
  }

  int connections() {
    return connections.get();
  }

  /** Hands a connection over; false if it is not taken, and stays the caller's. */
  synchronized boolean offer(Handle connection) {
    if (!hasRoom()) {
      return false;
    }
    connections.incrementAndGet();
    arrivals.add(connection);
    full |= arrivals.size() == ARRIVALS;
    if (arrivals.size() == 1) {
      reactor.execute(this::takeAll);
    }
    return true;
  }

  boolean isOpen() {
    return !closed;
  }

  void acceptFailed(IOException failure) {
    reactor.execute(() -> factory.acceptFailed(failure));
  }

  /** Any thread. */
  void closeSoon() {
    reactor.execute(this::end);
  }

  // ---- for its own loop -------------------------------------------------------------------------

  private void takeAll() {
    for (int i = 0; i < TAKEN_A_TURN; i++) {
      Handle connection = next();
      if (connection == null) {
        return; // The next to arrive has us called again.
      }
      if (!build(factory, connection)) {
        refuse(connection);
      }
    }
    reactor.execute(this::takeAll);
  }

  private synchronized @Nullable Handle next() {
    Handle first = arrivals.poll();
    if (full && arrivals.isEmpty()) {
      full = false;
      roomAgain.run();
    }
    return first;
  }

  private void refuse(Handle connection) {
    reactor.loop().counters().refused();
    reactor.driver().close(connection, false);
    oneLess();
  }

  private void oneLess() {
    if (connections.getAndDecrement() == options.connectionLimit()) {
      roomAgain.run();
    }
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public StreamOptions options() {
    return options;
  }

  @Override
  public void opened(StreamTransport stream) {
    reactor.connections().opened(stream);
  }

  @Override
  public void lost(StreamTransport stream) {
    oneLess();
    reactor.connections().lost(stream);
  }

  /** Takes no more. */
  @Override
  public void end() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    for (Handle connection; (connection = next()) != null; ) {
      refuse(connection);
    }
    reactor.factories().release(factory);
    reactor.resourceGone(this);
  }

  @Override
  public void kill() {
    end();
  }
}
