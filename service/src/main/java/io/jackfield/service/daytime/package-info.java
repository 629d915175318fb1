/** Tells the date and the time as text (RFC 867), over TCP and UDP. */
@NullMarked
package io.jackfield.service.daytime;

import org.jspecify.annotations.NullMarked;
