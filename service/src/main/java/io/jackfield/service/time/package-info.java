/** Tells the time as a number (RFC 868), over TCP and UDP. */
@NullMarked
package io.jackfield.service.time;

import org.jspecify.annotations.NullMarked;
