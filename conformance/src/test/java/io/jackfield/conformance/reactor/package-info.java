/**
 * The reactor's contract, held by every driver alike. A driver joins with one line in {@link
 * io.jackfield.conformance.reactor.World}.
 */
@NullMarked
package io.jackfield.conformance.reactor;

import org.jspecify.annotations.NullMarked;
