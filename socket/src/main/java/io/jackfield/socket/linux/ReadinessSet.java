package io.jackfield.socket.linux;

/**
 * Descriptors that one kernel mechanism watches. Three files of one shape: {@link Select}, {@link
 * Poll}, {@link Epoll}; and {@link ParkingEpoll}, which waits for the last in another way.
 *
 * <p>Used by one thread, but for {@link Epoll#remove}. Events are {@link Abi}'s bits, {@code
 * READABLE} and its like; a generation is the caller's mark of one registration, by which an event
 * is told from one of an earlier file of that number. Results are 0 or more, or a negated errno.
 */
public sealed interface ReadinessSet permits Select, Poll, Epoll, ParkingEpoll {
  /** Watches {@code number}, which is not watched yet, for {@code events}, which are not none. */
  int add(int number, int events, int generation);

  /** Watches {@code number} for other events from now on. */
  int change(int number, int events, int generation);

  /** Watches {@code number} no longer. */
  int remove(int number);

  /** Whether any thread may {@link #remove}, with effect on a wait that goes on. */
  boolean anyThreadRemoves();

  /**
   * Waits, once, until an event is there; writes those that are into {@code ready}, cleared first.
   *
   * @param timeoutNanos 0 for not at all, {@link Descriptor#FOR_EVER} for as long as it takes; the
   *     kernel never ends it early, but by a signal ({@code -EINTR})
   * @return how many, 0 where the time was up
   */
  int await(long timeoutNanos, ReadyBatch ready);

  /** Gives back what the kernel holds for it. Any thread, once. */
  void close();
}
