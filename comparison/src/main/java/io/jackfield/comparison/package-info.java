/**
 * Benchmarks, one class for each question. {@code comparison/run NAME} runs one; docs/observer-cost
 * has the results of {@link io.jackfield.comparison.ObserverCost}.
 */
@NullMarked
package io.jackfield.comparison;

import org.jspecify.annotations.NullMarked;
