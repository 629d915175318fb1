/** Throws away what it receives (RFC 863), over TCP and UDP. */
@NullMarked
package io.jackfield.service.discard;

import org.jspecify.annotations.NullMarked;
