package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;

/**
 * What a {@link Multiplexer} is to report of a descriptor, and how often. Source: epoll_ctl(2).
 *
 * <p>By default what is there is reported at each wait for as long as it is there (level
 * triggered). {@code Interest.READABLE.and(Interest.WRITABLE).withEdge()} makes others; they are
 * best kept in constants.
 *
 * @param readable a read would not wait; the peer's end of its half too
 * @param writable a write would not wait
 * @param priority there is exceptional data, as the urgent byte of TCP
 * @param edge reported only when something has changed, so that all there is must be taken at once
 * @param oneShot reported once, then not before the next {@link Multiplexer#change}
 * @param exclusive of several multiplexers that wait for one descriptor not all are woken
 */
public record Interest(
    boolean readable,
    boolean writable,
    boolean priority,
    boolean edge,
    boolean oneShot,
    boolean exclusive) {
  /** Nothing is reported, not even an error: registered, but paused. */
  public static final Interest NOTHING = level(false, false, false);

  public static final Interest READABLE = level(true, false, false);
  public static final Interest WRITABLE = level(false, true, false);
  public static final Interest PRIORITY = level(false, false, true);

  /** Checks it. */
  public Interest {
    if (exclusive && (oneShot || priority)) {
      throw new IllegalArgumentException(
          "an exclusive interest can be neither one-shot nor in priority data: epoll_ctl(2)");
    }
  }

  private static Interest level(boolean readable, boolean writable, boolean priority) {
    return new Interest(readable, writable, priority, false, false, false);
  }

  /** All that either of the two asks for. */
  public Interest and(Interest other) {
    return new Interest(
        readable || other.readable,
        writable || other.writable,
        priority || other.priority,
        edge || other.edge,
        oneShot || other.oneShot,
        exclusive || other.exclusive);
  }

  /** The same, reported at changes only. */
  public Interest withEdge() {
    return new Interest(readable, writable, priority, true, oneShot, exclusive);
  }

  /** The same, reported once. */
  public Interest withOneShot() {
    return new Interest(readable, writable, priority, edge, true, exclusive);
  }

  /** The same, shared with other multiplexers. */
  public Interest withExclusive() {
    return new Interest(readable, writable, priority, edge, oneShot, true);
  }

  /** Whether it asks for none of the three. */
  public boolean isNothing() {
    return !readable && !writable && !priority;
  }

  /** In the kernel's form. */
  int bits() {
    return (readable ? Abi.READABLE : 0)
        | (readable && !exclusive ? Abi.PEER_CLOSED : 0) // epoll_ctl(2) takes not both.
        | (writable ? Abi.WRITABLE : 0)
        | (priority ? Abi.PRIORITY : 0)
        | (edge ? Abi.EPOLLET : 0)
        | (oneShot ? Abi.EPOLLONESHOT : 0)
        | (exclusive ? Abi.EPOLLEXCLUSIVE : 0);
  }
}
