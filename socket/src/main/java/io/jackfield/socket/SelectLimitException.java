package io.jackfield.socket;

import io.jackfield.socket.linux.Select;
import java.io.IOException;

/**
 * A descriptor's number is too high for select(2), whose sets have a bit for each number below
 * {@code FD_SETSIZE}, 1,024; so more than so many descriptors never fit either.
 */
public final class SelectLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int descriptor;

  /** Of a descriptor with that number. */
  public SelectLimitException(int descriptor) {
    super(
        "select can watch descriptors numbered below %d (FD_SETSIZE); this one is %d: use poll or epoll"
            .formatted(Select.LIMIT, descriptor));
    this.descriptor = descriptor;
  }

  /** The number that was refused. */
  public int descriptor() {
    return descriptor;
  }
}
