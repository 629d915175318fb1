package io.jackfield.socket;

import io.jackfield.socket.SocketEvent.Kind;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one seam by which sockets are watched: flight recorder, metrics, a trace. While nobody
 * watches, a call reads a field that does not change, twice; no time is taken and nothing
 * allocated. With an observer a call has its time taken twice.
 */
public final class SocketObservers {
  /** Process-wide, as the sockets are; null when nobody watches. Replaced, never changed. */
  private static volatile @Nullable List<SocketObserver> watching;

  private SocketObservers() {}

  /** An observer's place, given up by close. */
  public interface Registration extends AutoCloseable {
    /** No event that begins after this reaches the observer. */
    @Override
    void close();
  }

  /** Has {@code observer} told of everything from now on. */
  public static Registration add(SocketObserver observer) {
    change(observer, true);
    return () -> change(observer, false);
  }

  private static synchronized void change(SocketObserver observer, boolean add) {
    List<SocketObserver> now = watching;
    List<SocketObserver> next = now == null ? new ArrayList<>() : new ArrayList<>(now);
    if (add) {
      next.add(observer);
    } else {
      next.remove(observer);
    }
    watching = next.isEmpty() ? null : List.copyOf(next);
  }

  /** Whether anybody watches. */
  public static boolean watched() {
    return watching != null;
  }

  /**
   * When a call begins, if that is of interest to anybody; else 0. Like {@link #end} and {@link
   * #failed} for who makes calls of his own: the drivers of an event loop.
   */
  public static long begin() {
    return watching == null ? 0 : System.nanoTime();
  }

  /** Tells that a call is done; {@code started} is what {@link #begin} gave. */
  public static void end(
      long started,
      Kind kind,
      String call,
      int descriptor,
      @Nullable SocketAddress address,
      long bytes) {
    if (watching != null) {
      tell(started, kind, call, descriptor, address, bytes, null);
    }
  }

  /** Tells that a call failed, or its time was up; nobody noted when it began. */
  public static void failed(
      Kind kind,
      String call,
      int descriptor,
      @Nullable SocketAddress address,
      @Nullable Errno error) {
    failed(0, kind, call, descriptor, address, error);
  }

  /** Tells that a call failed, or its time was up; {@code started} is what {@link #begin} gave. */
  public static void failed(
      long started,
      Kind kind,
      String call,
      int descriptor,
      @Nullable SocketAddress address,
      @Nullable Errno error) {
    if (watching != null) {
      tell(started, kind, call, descriptor, address, 0, error);
    }
  }

  private static void tell(
      long started,
      Kind kind,
      String call,
      int descriptor,
      @Nullable SocketAddress address,
      long bytes,
      @Nullable Errno error) {
    List<SocketObserver> all = watching;
    if (all == null) {
      return;
    }
    long now = System.nanoTime();
    // Somebody may have begun to watch while the call was under way.
    long start = started == 0 ? now : started;
    var event = new SocketEvent(kind, call, descriptor, address, bytes, error, start, now);
    for (SocketObserver observer : all) {
      try {
        observer.observed(event);
      } catch (RuntimeException e) {
        System.getLogger(SocketObservers.class.getName())
            .log(System.Logger.Level.WARNING, "an observer failed", e);
      }
    }
  }
}
