/**
 * Measuring ourselves. Servers beside their peers: {@link io.jackfield.comparison.runner}, see
 * docs/comparison.md. Parts by themselves: the benchmarks in this package, one class for each
 * question; {@code comparison/run NAME} runs one, and docs/observer-cost has the results of {@link
 * io.jackfield.comparison.ObserverCost}.
 */
@NullMarked
package io.jackfield.comparison;

import org.jspecify.annotations.NullMarked;
