/** Sends back what it receives (RFC 862), over TCP and UDP. */
@NullMarked
package io.jackfield.service.echo;

import org.jspecify.annotations.NullMarked;
