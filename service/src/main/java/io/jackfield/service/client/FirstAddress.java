package io.jackfield.service.client;

import java.io.IOException;
import java.util.List;

/** A host's addresses, tried one after the other. */
public final class FirstAddress {
  private FirstAddress() {}

  /** What is tried at each. */
  @FunctionalInterface
  public interface Attempt<A, T> {
    T at(A address) throws IOException;
  }

  /**
   * What the first attempt gives that succeeds.
   *
   * @throws IOException of the first attempt if none does, those of the others suppressed
   * @throws IllegalArgumentException if there are no addresses
   */
  public static <A, T> T of(List<? extends A> addresses, Attempt<A, T> attempt) throws IOException {
    IOException first = null;
    for (A address : addresses) {
      try {
        return attempt.at(address);
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("no addresses");
    }
    throw first;
  }
}
