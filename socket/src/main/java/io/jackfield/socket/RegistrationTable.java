package io.jackfield.socket;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registrations by number. Read and changed by the multiplexer's thread; the lock is for {@link
 * #close}, which another may call.
 */
final class RegistrationTable<A> {
  private final ArrayList<@Nullable Registration<A>> byNumber = new ArrayList<>();
  private boolean closed;

  /** Null where none has that number. */
  @Nullable Registration<A> at(int number) {
    return number < byNumber.size() ? byNumber.get(number) : null;
  }

  /** False once {@link #close} was called. */
  synchronized boolean put(Registration<A> one) {
    if (closed) {
      return false;
    }
    while (byNumber.size() <= one.number()) {
      byNumber.add(null);
    }
    byNumber.set(one.number(), one);
    return true;
  }

  /** False if it is not there any more. */
  synchronized boolean remove(Registration<A> one) {
    if (at(one.number()) != one) {
      return false;
    }
    byNumber.set(one.number(), null);
    return true;
  }

  /** Returns all there are; none can come any more. */
  synchronized List<Registration<A>> close() {
    closed = true;
    var all = new ArrayList<Registration<A>>();
    for (Registration<A> one : byNumber) {
      if (one != null) {
        all.add(one);
      }
    }
    return all;
  }
}
