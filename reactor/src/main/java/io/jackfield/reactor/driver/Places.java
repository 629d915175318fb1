package io.jackfield.reactor.driver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Handles by a number that a request of the ring can carry: of each the place it has while
 * something goes on with it. A free place is the next one's.
 */
final class Places {
  private @Nullable KernelHandle[] handles = new KernelHandle[64];

  /** The free places below {@code used}, a stack; only as large as it ever had to be. */
  private int[] free = new int[64];

  private int freeCount;
  private int used;

  void take(KernelHandle handle) {
    int place;
    if (freeCount > 0) {
      place = free[--freeCount];
    } else {
      place = used++;
      if (place == handles.length) {
        handles = Arrays.copyOf(handles, place + place / 2);
      }
    }
    handle.mark = place;
    handles[place] = handle;
  }

  void free(KernelHandle handle) {
    handles[handle.mark] = null;
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount + freeCount / 2);
    }
    free[freeCount++] = handle.mark;
    handle.mark = -1;
  }

  @SuppressWarnings("NullAway") // Only a request that goes on carries a place, which is taken then.
  KernelHandle at(int place) {
    return handles[place];
  }

  /** Null where nobody has that place. */
  @Nullable KernelHandle find(int place) {
    return handles[place];
  }

  /** How many are taken. */
  int count() {
    return used - freeCount;
  }
}
