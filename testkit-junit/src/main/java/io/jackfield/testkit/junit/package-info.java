/**
 * Tests that run over many seeds: {@link io.jackfield.testkit.junit.Simulated}. Needs JUnit 6,
 * which the module leaves to its users.
 */
@NullMarked
package io.jackfield.testkit.junit;

import org.jspecify.annotations.NullMarked;
