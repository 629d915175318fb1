package io.jackfield.conformance.reactor.faults;

import java.util.function.LongFunction;

/** The way into a scenario whose classes another class loader has. */
public final class Replay implements LongFunction<String> {
  /** For that class loader. */
  public Replay() {}

  /** What was wrong; empty if nothing was. */
  @Override
  public String apply(long seed) {
    String fault = Scenario.faultOf(seed, DriverDefect.NONE);
    return fault == null ? "" : fault;
  }
}
