/**
 * How far transfers are, a line each on standard error: {@link
 * io.jackfield.cli.progress.ProgressDisplay} draws them, {@link
 * io.jackfield.cli.progress.ProgressLine} says what stands in one.
 */
@NullMarked
package io.jackfield.cli.progress;

import org.jspecify.annotations.NullMarked;
