package io.jackfield.server;

import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A server's place on a loop, from its being opened to its end. Any thread. */
final class LoopPlace {
  /** What is put in a place. */
  interface Occupant {
    /** Where it listens. Any thread. */
    SocketAddress address();

    /** The loop is about to serve. By its thread. */
    void begin();

    /** Takes no more; calls {@link #left} when nothing is left. By the loop's thread. */
    void drain();

    /**
     * Takes no more from its socket, which others have too, and lets what was taken go on; calls
     * {@link #left} when nothing is left. By the loop's thread.
     */
    void retire();

    /** Another descriptor of its socket. By the loop's thread. */
    PassedDescriptor duplicate() throws IOException;

    /** The loop has failed, and the server with it. By the loop's thread. */
    void failed(IOException why);

    /** What it has done. Any thread. */
    ServerCounts counts();

    /** Whether some request is not over. By the loop's thread. */
    boolean isBusy();

    /** Whether one of its handlers calls. Any thread. */
    boolean includesCaller();
  }

  /** Opens what is put in it. */
  interface Opening {
    Occupant open(LoopPlace place) throws IOException;
  }

  /** How long a loop may take to be asked for its socket. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

  private final ServerLoop loop;
  private final Duration drainTimeout;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean retired = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Set by {@link #open}, before this is anybody's. */
  private @Nullable Occupant occupant;

  private LoopPlace(ServerLoop loop, Duration drainTimeout) {
    this.loop = loop;
    this.drainTimeout = drainTimeout;
  }

  /** Opens a server's part on a loop. */
  static LoopPlace open(ServerLoop loop, Duration drainTimeout, Opening opening)
      throws IOException {
    var place = new LoopPlace(loop, drainTimeout);
    place.occupant = opening.open(place);
    loop.entered(place);
    return place;
  }

  Occupant occupant() {
    return Objects.requireNonNull(occupant, "not opened");
  }

  ServerLoop loop() {
    return loop;
  }

  Duration drainTimeout() {
    return drainTimeout;
  }

  void shutdown() {
    if (stopping.compareAndSet(false, true)) {
      loop.reactor().execute(occupant()::drain);
    }
  }

  void retire() {
    if (!stopping.get() && retired.compareAndSet(false, true)) {
      loop.reactor().execute(occupant()::retire);
    }
  }

  /** Another descriptor of its socket, made by the loop, which must serve. */
  PassedDescriptor duplicate() throws IOException {
    CompletableFuture<PassedDescriptor> asked = loop.reactor().submit(occupant()::duplicate);
    try {
      return asked.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      var _ = asked.thenAccept(PassedDescriptor::close);
      throw new IOException("a loop does not answer: it does not serve, or is held up", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case UnsupportedOperationException cannot -> throw cannot;
        case IOException failed -> throw failed;
        case null, default -> throw new IOException("the loop has ended", e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a loop was asked for its socket");
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

  void ended() {
    ended.countDown();
  }

  boolean awaitEnd(Duration timeout) throws InterruptedException {
    return ended.await(BaseServer.saturatedNanos(timeout), TimeUnit.NANOSECONDS);
  }
}
