package io.jackfield.socket;

import java.io.IOException;

/**
 * What a {@link Multiplexer} calls for each descriptor that is ready.
 *
 * @param <A> what is attached to a registration
 */
@FunctionalInterface
public interface ReadyHandler<A> {
  /**
   * One descriptor is ready: on the multiplexer's thread, which waits meanwhile. It may register,
   * change, remove and close any, itself included. What it throws comes out of the wait that called
   * it; what else was ready then is told by the next one.
   */
  void ready(Registration<A> registration, Readiness readiness) throws IOException;
}
