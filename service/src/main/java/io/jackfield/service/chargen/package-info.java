/** Sends characters without end (RFC 864), over TCP and UDP. */
@NullMarked
package io.jackfield.service.chargen;

import org.jspecify.annotations.NullMarked;
