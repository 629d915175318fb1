package io.jackfield.reactor.driver;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/**
 * The selector, and what it knows of the handles.
 *
 * <p>Invariants: a handle's key is asked for what the handle {@linkplain NioHandle#wanted wants},
 * but for those in {@code changes}. Readiness is level-triggered: what one turn leaves over is
 * found again. A channel with a key is closed only after a select has let go of the key: the JDK
 * would else end the stream at once and close the descriptor later, and the peer would not learn by
 * a reset that bytes were not read.
 */
final class NioSelection {

  private final Selector selector;
  private final ArrayDeque<NioHandle> changes = new ArrayDeque<>();

  /** What the last wait found, by {@link #found}. */
  private final List<NioHandle> ready = new ArrayList<>();

  private final Consumer<SelectionKey> found = this::found;

  /** Closed by the caller, while the selector still has their keys. */
  private final ArrayDeque<NioHandle> leaving = new ArrayDeque<>();

  NioSelection(Selector selector) {
    this.selector = selector;
  }

  /** What was asked of the handle has changed, perhaps to what it was before. */
  void change(NioHandle handle) {
    if (!handle.changed && !handle.closed) {
      handle.changed = true;
      changes.add(handle);
    }
  }

  /**
   * Tells the keys what is wanted now.
   *
   * @param refused told of what cannot be waited for, and why
   */
  void applyChanges(ObjIntConsumer<NioHandle> refused) {
    for (NioHandle handle; (handle = changes.poll()) != null; ) {
      handle.changed = false;
      if (!handle.closed) {
        int result = apply(handle, handle.wanted());
        if (result < 0) {
          refused.accept(handle, result);
        }
      }
    }
  }

  private int apply(NioHandle handle, int wanted) {
    if ((wanted & ~handle.channel().validOps()) != 0) {
      return -NioErrno.EINVAL; // To accept of what does not listen.
    }
    if (!handle.channel().isOpen()) {
      return wanted == 0 ? 0 : -NioErrno.EBADF; // Its connect has failed: the JDK closes it then.
    }
    if (handle.key != null) {
      handle.key.interestOps(wanted);
    } else if (wanted != 0) {
      try {
        handle.key = handle.channel().register(selector, wanted, handle);
      } catch (ClosedChannelException e) {
        return -NioErrno.EBADF;
      }
    }
    return 0;
  }

  /** Waits; {@link #ready} has what was found. */
  void await(long timeoutNanos) throws IOException {
    ready.clear();
    // A thread that is interrupted would wait no more; who looks for it finds it afterwards.
    boolean interrupted = Thread.interrupted();
    try {
      if (timeoutNanos <= 0) {
        selector.selectNow(found);
      } else {
        selector.select(found, timeoutNanos == Driver.FOR_EVER ? 0 : millis(timeoutNanos));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Rounded up: never early. */
  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos - 1) + 1;
  }

  /** Found by the way: the next wait finds it again. */
  private static void nobodyAsked(SelectionKey key) {}

  private void found(SelectionKey key) {
    var handle = (NioHandle) key.attachment();
    handle.ready = key.readyOps();
    ready.add(handle);
  }

  /** What the last wait found; to be emptied when it is done. */
  List<NioHandle> ready() {
    return ready;
  }

  /**
   * Has the selector let go of a handle, now or, where nobody can tell the difference, in its next
   * wait.
   *
   * @return whether it is done
   */
  boolean letGo(NioHandle handle) {
    if (handle.key == null) {
      return true;
    }
    handle.key.cancel();
    if (!handle.listens() && !handle.isOfMessages()) {
      leaving.add(handle);
      return false;
    }
    try {
      // An address is to be free at once. A wake-up that this swallows was for a wait that will be
      // none: the handle's close is to be told.
      int _ = selector.selectNow(NioSelection::nobodyAsked);
    } catch (IOException e) {
      System.getLogger(NioDriver.class.getName()).log(System.Logger.Level.DEBUG, "select", e);
    }
    return true;
  }

  /** Those that the next wait lets go of, to be taken out after it. */
  Queue<NioHandle> leaving() {
    return leaving;
  }

  /** Any thread. */
  void wakeUp() {
    selector.wakeup();
  }

  void close() {
    try {
      selector.close();
    } catch (IOException e) {
      System.getLogger(NioDriver.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
