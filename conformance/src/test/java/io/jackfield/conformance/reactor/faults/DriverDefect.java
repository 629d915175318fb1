package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.driver.Driver;

/** A driver that misbehaves in one way. */
enum DriverDefect {
  NONE;

  WatchedDriver between(Driver inner, Scenario run) {
    return new WatchedDriver(inner, run.verdict);
  }
}
