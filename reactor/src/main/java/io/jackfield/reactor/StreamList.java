package io.jackfield.reactor;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open streams of a reactor, linked through themselves: an entry costs no object. */
final class StreamList {
  private @Nullable StreamTransport first;
  private int size;

  void add(StreamTransport stream) {
    stream.next = first;
    if (first != null) {
      first.previous = stream;
    }
    first = stream;
    size++;
  }

  void remove(StreamTransport stream) {
    StreamTransport before = stream.previous;
    StreamTransport after = stream.next;
    if (before == null) {
      first = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    stream.previous = null;
    stream.next = null;
    size--;
  }

  /** {@code action} may remove the one it is given, and no other. */
  void forEach(Consumer<StreamTransport> action) {
    for (StreamTransport one = first; one != null; ) {
      StreamTransport after = one.next;
      action.accept(one);
      one = after;
    }
  }

  int size() {
    return size;
  }
}
