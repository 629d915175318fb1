package io.jackfield.socket;

/** Told of what happens on every socket of the process, see {@link SocketObservers}. */
@FunctionalInterface
public interface SocketObserver {
  /**
   * Something happened. Called on the thread that did it, after it was done: must return soon, and
   * must not use sockets. What it throws is passed over.
   */
  void observed(SocketEvent event);
}
