package io.jackfield.reactor.driver;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Open handles by their numbers. While they are few they are looked for one by one, since a driver
 * that carries one connection is not to have room for all numbers of the process.
 */
final class HandleTable {
  private static final int FEW = 4;
  private static final int FIRST_ROOM = 256;

  private final @Nullable KernelHandle[] few = new KernelHandle[FEW];

  /** All of them, each at its number, once they are more; never given up then. */
  private @Nullable KernelHandle @Nullable [] all;

  /** Null where no handle has that number. */
  @Nullable KernelHandle get(int number) {
    @Nullable KernelHandle[] byNumber = all;
    if (byNumber != null) {
      return byNumber[number];
    }
    for (KernelHandle one : few) {
      if (one != null && one.number == number) {
        return one;
      }
    }
    return null;
  }

  void put(KernelHandle handle) {
    if (all == null) {
      for (int i = 0; i < FEW; i++) {
        if (few[i] == null) {
          few[i] = handle;
          return;
        }
      }
      for (KernelHandle one : few) {
        if (one != null) {
          putAmongAll(one);
        }
      }
    }
    putAmongAll(handle);
  }

  private void putAmongAll(KernelHandle handle) {
    @Nullable KernelHandle[] byNumber = all == null ? new KernelHandle[FIRST_ROOM] : all;
    int number = handle.number;
    if (number >= byNumber.length) {
      byNumber =
          Arrays.copyOf(byNumber, Math.max(byNumber.length + byNumber.length / 2, number + 1));
    }
    byNumber[number] = handle;
    all = byNumber;
  }

  void remove(int number) {
    @Nullable KernelHandle[] byNumber = all;
    if (byNumber != null) {
      byNumber[number] = null;
      return;
    }
    for (int i = 0; i < FEW; i++) {
      KernelHandle one = few[i];
      if (one != null && one.number == number) {
        few[i] = null;
      }
    }
  }
}
