package io.jackfield.socket.linux;

/**
 * {@code epoll(7)} of a few descriptors, for one thread that may be virtual: its own descriptor is
 * waited for as a socket is ({@link Descriptor#await}), so that a virtual thread parks and its
 * carrier goes on. Another thread ends the wait by {@link #wake}, which needs no descriptor.
 */
public final class ParkingEpoll implements ReadinessSet {
  /** The most events of one wait: who watches more is told of the others by the next. */
  private static final int EVENTS = 16;

  private final Epoll epoll;
  private final Descriptor descriptor;

  /** How many wake-ups there were when the last wait ended. The waiting thread's. */
  private int wakeUpsSeen;

  /** Takes over what {@link Epoll#create} returned. */
  public ParkingEpoll(int number) {
    epoll = new Epoll(number, EVENTS, false);
    descriptor = epoll.descriptor();
  }

  @Override
  public int add(int number, int events, int generation) {
    return epoll.add(number, events, generation);
  }

  @Override
  public int change(int number, int events, int generation) {
    return epoll.change(number, events, generation);
  }

  @Override
  public int remove(int number) {
    return epoll.remove(number);
  }

  @Override
  public boolean anyThreadRemoves() {
    return true;
  }

  /** As all do; a {@link #wake} since the last wait ends it too. */
  @Override
  public int await(long timeoutNanos, ReadyBatch ready) {
    int found = epoll.await(0, ready);
    if (found == 0 && timeoutNanos != 0) {
      found = park(timeoutNanos, ready);
    }
    // From here on whoever wakes ends the next wait.
    wakeUpsSeen = descriptor.wakeUps();
    return found;
  }

  private int park(long timeoutNanos, ReadyBatch ready) {
    long now = System.nanoTime();
    boolean forEver = timeoutNanos > Long.MAX_VALUE / 2;
    if (!descriptor.enter()) {
      return -Abi.EBADF;
    }
    int ended;
    try {
      ended =
          descriptor.await(
              Abi.READABLE, forEver ? Descriptor.FOR_EVER : now + timeoutNanos, wakeUpsSeen);
    } finally {
      descriptor.leave();
    }
    return ended == Descriptor.READY ? epoll.await(0, ready) : 0;
  }

  /** Ends the wait that goes on, or else the next one at once. Any thread. */
  public void wake() {
    descriptor.wakeAll();
  }

  @Override
  public void close() {
    epoll.close();
  }
}
