/**
 * Random faults on the simulated network, a run for each seed, and deliberate defects that such
 * runs must find. Start at {@link io.jackfield.conformance.reactor.faults.Scenario}; a seed is
 * replayed by {@link io.jackfield.conformance.reactor.faults.RandomFaultsTest}.
 */
@NullMarked
package io.jackfield.conformance.reactor.faults;

import org.jspecify.annotations.NullMarked;
