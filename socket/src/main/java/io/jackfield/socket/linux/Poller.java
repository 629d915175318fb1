package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The daemon thread that waits in {@code epoll_pwait(2)} for all parked virtual threads, as the
 * JDK's own poller does for its sockets. Descriptors are watched one-shot: each report disarms.
 */
final class Poller {
  private static final int EVENTS = 512;

  // Process-wide, as the descriptors it watches are. Started with the first thread that waits.
  private static volatile @Nullable Poller instance;

  private final int epoll;
  private final ConcurrentHashMap<Integer, Descriptor> watched = new ConcurrentHashMap<>();

  private final Thread thread;

  /** For the calls of this thread, which cannot fail for want of memory then. */
  private final Scratch own = Scratch.take();

  private Poller(int epoll) {
    this.epoll = epoll;
    this.thread = Thread.ofPlatform().daemon().name("jackfield-poller").unstarted(this::run);
    thread.start();
  }

  /**
   * Watches for {@code interest}, once. The caller holds the descriptor's lock.
   *
   * @return 0, or a negated errno
   */
  static int arm(Descriptor descriptor, int interest, boolean registered) {
    Poller poller = instance;
    if (poller == null) {
      int result = start();
      if (result < 0) {
        return result;
      }
      return arm(descriptor, interest, registered);
    }
    if (!registered) {
      poller.watched.put(descriptor.number(), descriptor);
    }
    int operation = registered ? Abi.EPOLL_CTL_MOD : Abi.EPOLL_CTL_ADD;
    int result = poller.control(operation, descriptor.number(), interest | Abi.EPOLLONESHOT);
    if (result < 0 && !registered) {
      poller.watched.remove(descriptor.number(), descriptor);
    }
    return result;
  }

  private static synchronized int start() {
    if (instance != null) {
      return 0;
    }
    Scratch scratch = Scratch.take();
    try {
      int epoll = (int) scratch.call(Abi.NR_EPOLL_CREATE1, Abi.EPOLL_CLOEXEC, 0, 0, 0, 0);
      if (epoll >= 0) {
        instance = new Poller(epoll);
      }
      return Math.min(epoll, 0);
    } finally {
      scratch.giveBack();
    }
  }

  /** Before a number is closed. The caller holds the descriptor's lock. */
  static void remove(Descriptor descriptor) {
    Poller poller = instance;
    if (poller != null) {
      poller.watched.remove(descriptor.number(), descriptor);
      // Not left to close(2), which keeps the entry while a copy of the descriptor lives elsewhere.
      poller.control(Abi.EPOLL_CTL_DEL, descriptor.number(), 0);
    }
  }

  private int control(int operation, int fd, int events) {
    boolean here = Thread.currentThread().equals(thread);
    Scratch scratch = here ? own : Scratch.take();
    try {
      scratch.value.set(JAVA_INT, 0, events);
      scratch.value.set(JAVA_LONG_UNALIGNED, Abi.EPOLL_DATA_OFFSET, fd);
      return (int) scratch.call(Abi.NR_EPOLL_CTL, epoll, operation, fd, scratch.value.address(), 0);
    } finally {
      if (!here) {
        scratch.giveBack();
      }
    }
  }

  private void run() {
    MemorySegment callState = Arena.global().allocate(Syscall.CALL_STATE);
    MemorySegment events = Arena.global().allocate((long) EVENTS * Abi.EPOLL_EVENT_BYTES, 8);
    for (; ; ) {
      long count =
          Syscall.call(callState, Abi.NR_EPOLL_PWAIT, epoll, events.address(), EVENTS, -1, 0, 0);
      for (long at = 0; at < count * Abi.EPOLL_EVENT_BYTES; at += Abi.EPOLL_EVENT_BYTES) {
        int fd = (int) events.get(JAVA_LONG_UNALIGNED, at + Abi.EPOLL_DATA_OFFSET);
        // A number reused since the report was made wakes its new owner for nothing: harmless.
        Descriptor descriptor = watched.get(fd);
        if (descriptor != null) {
          tell(descriptor, events.get(JAVA_INT, at));
        }
      }
    }
  }

  /** This thread must outlive every failure: all virtual threads that wait depend on it. */
  private static void tell(Descriptor descriptor, int events) {
    try {
      descriptor.ready(events);
    } catch (RuntimeException | Error e) {
      descriptor.wakeAll(); // Who waits looks again, and meets what is wrong.
    }
  }
}
