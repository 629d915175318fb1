package io.jackfield.server;

import io.jackfield.reactor.ReactorBuilder.DriverSource;
import io.jackfield.reactor.driver.Drivers;
import org.jspecify.annotations.Nullable;

/**
 * Which loop a server is to have.
 *
 * @param driver of one of its own
 * @param shared null for one of its own
 */
record LoopChoice(DriverSource driver, @Nullable ServerLoop shared) {
  static final LoopChoice OWN = new LoopChoice(Drivers::epoll, null);
}
