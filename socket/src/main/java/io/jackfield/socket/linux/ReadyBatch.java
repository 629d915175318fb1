package io.jackfield.socket.linux;

import java.util.Arrays;

/**
 * What one wait found, to be read once from first to last. Kept apart from the kernel's own memory,
 * so that a set may be changed while its last answer is still being read. Owned by one thread.
 */
public final class ReadyBatch {
  private int[] numbers = new int[64];
  private int[] generations = new int[64];
  private int[] events = new int[64];
  private int count;
  private int at = -1;

  void clear() {
    count = 0;
    at = -1;
  }

  void add(int number, int generation, int eventBits) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
      generations = Arrays.copyOf(generations, 2 * count);
      events = Arrays.copyOf(events, 2 * count);
    }
    numbers[count] = number;
    generations[count] = generation;
    events[count] = eventBits;
    count++;
  }

  /** Whether a number is in it, read or not. */
  public boolean contains(int number) {
    for (int i = 0; i < count; i++) {
      if (numbers[i] == number) {
        return true;
      }
    }
    return false;
  }

  /** How many have not been read. */
  public int remaining() {
    return count - at - 1;
  }

  /** Goes on to the next; false when there is none. */
  public boolean next() {
    if (at + 1 >= count) {
      return false;
    }
    at++;
    return true;
  }

  public int number() {
    return numbers[at];
  }

  public int generation() {
    return generations[at];
  }

  public int events() {
    return events[at];
  }
}
