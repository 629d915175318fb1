package io.jackfield.server;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A server's place on a loop, from its being opened to its end. Any thread. */
final class LoopPlace {
  private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

  /** What is put in a place. */
  interface Occupant {
    /** The loop is about to serve. By its thread. */
    void begin();

    /** Takes no more; calls {@link #left} when nothing is left. By the loop's thread. */
    void drain();

    /** The loop has failed, and the server with it. By the loop's thread. */
    void failed(IOException why);
  }

  /** Opens a server in its place. */
  interface Opening<S extends Server> {
    S open(LoopPlace place) throws IOException;
  }

  private final ServerLoop loop;

  /** Whether the server has the loop for itself, and ends it. */
  private final boolean alone;

  private final Duration drainTimeout;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile @Nullable Occupant occupant;

  private LoopPlace(ServerLoop loop, boolean alone, Duration drainTimeout) {
    this.loop = loop;
    this.alone = alone;
    this.drainTimeout = drainTimeout;
  }

  /** Opens a server on the loop that it was told, or on one of its own. */
  static <S extends Server> S open(LoopChoice choice, Duration drainTimeout, Opening<S> opening)
      throws IOException {
    ServerLoop shared = choice.shared();
    if (shared != null) {
      return opening.open(new LoopPlace(shared, false, drainTimeout));
    }
    ServerLoop own = ServerLoop.open(choice.driver());
    try {
      return opening.open(new LoopPlace(own, true, drainTimeout));
    } catch (IOException | RuntimeException e) {
      own.close();
      throw e;
    }
  }

  /** It listens: the last step of its opening. */
  void enter(Occupant server) {
    occupant = server;
    loop.entered(this);
  }

  ServerLoop loop() {
    return loop;
  }

  Duration drainTimeout() {
    return drainTimeout;
  }

  void shutdown() {
    Occupant server = occupant;
    if (server != null && stopping.compareAndSet(false, true)) {
      loop.reactor().execute(server::drain);
    }
  }

  /**
   * Nothing is left; by the loop's thread.
   *
   * @param cutOff whether some conversation was cut off in the midst of its client's words
   */
  void left(boolean cutOff) {
    loop.left(this, cutOff);
  }

  void begin() {
    Occupant server = occupant;
    if (server != null) {
      server.begin();
    }
  }

  void failed(IOException why) {
    Occupant server = occupant;
    if (server != null) {
      server.failed(why);
    }
  }

  void ended() {
    ended.countDown();
  }

  boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }

  /** As {@link Server#close}. On a loop of several that never served nothing ends before it. */
  void close() {
    shutdown();
    if (alone) {
      loop.closeUnserved();
    }
    if (!loop.hasBegun() || loop.reactor().isLoopThread()) {
      return;
    }
    try {
      awaitEnd(drainTimeout.plus(END_TIMEOUT));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
