/**
 * Measures servers beside each other: {@link io.jackfield.comparison.runner.Main} is the command,
 * {@link io.jackfield.comparison.runner.Works} what is measured, {@link
 * io.jackfield.comparison.runner.Peers} who, {@link io.jackfield.comparison.runner.Rounds} how.
 * docs/comparison.md says what the numbers mean.
 */
@NullMarked
package io.jackfield.comparison.runner;

import org.jspecify.annotations.NullMarked;
