package io.jackfield.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections that wait at a listener, granted or ready to be accepted. */
final class AcceptQueue {
  private final StreamSocket listener;
  private final Set<Connection> granted = new LinkedHashSet<>();
  private final ArrayDeque<Connection> ready = new ArrayDeque<>();
  private int backlog;
  private boolean closed;

  AcceptQueue(StreamSocket listener, int backlog) {
    this.listener = listener;
    this.backlog = backlog;
  }

  void backlog(int newBacklog) {
    backlog = newBacklog;
  }

  /** One more than asked for, as Linux has it. */
  boolean isFull() {
    return granted.size() + ready.size() > backlog;
  }

  void add(Connection connection) {
    granted.add(connection);
  }

  void established(Connection connection) {
    granted.remove(connection);
    ready.add(connection);
    listener.touched();
  }

  /** It was reset before it was granted in full. */
  void gone(Connection connection) {
    granted.remove(connection);
  }

  @Nullable Connection poll() {
    return ready.poll();
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  boolean isClosed() {
    return closed;
  }

  /** Those that nobody will accept are reset. */
  void close() {
    closed = true;
    List<Connection> waiting = new ArrayList<>(granted);
    waiting.addAll(ready);
    ready.clear();
    waiting.forEach(Connection::reset);
  }
}
