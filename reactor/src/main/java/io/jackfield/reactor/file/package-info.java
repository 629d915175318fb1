/** Files on their way to a peer; for the transports of this module alone. */
@NullMarked
package io.jackfield.reactor.file;

import org.jspecify.annotations.NullMarked;
