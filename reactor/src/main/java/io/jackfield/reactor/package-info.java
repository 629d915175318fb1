/**
 * Event loops: a {@link io.jackfield.reactor.Reactor} listens, connects and keeps time, and calls
 * protocols when something happens. Its hot path is {@code EventLoop.turn()}.
 */
@NullMarked
package io.jackfield.reactor;

import org.jspecify.annotations.NullMarked;
