/**
 * A network that exists in memory only, in virtual time, and that one seed replays: start with
 * {@link io.jackfield.testkit.SimulatedNetwork}.
 *
 * <p>How it is built: {@code VirtualTime} holds what is to happen; a {@code Connection} is one end
 * of a small TCP, {@code StreamSocket} and {@code DatagramSocket} are the handles of a {@code
 * SimulatedDriver}, a {@link io.jackfield.testkit.Link} decides when and whether a packet arrives.
 */
@NullMarked
package io.jackfield.testkit;

import org.jspecify.annotations.NullMarked;
