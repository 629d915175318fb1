/**
 * The reactor among programs that nobody here wrote: netcat, socat, OpenSSL, GnuTLS, curl, Python.
 * Start at {@link io.jackfield.conformance.reactor.peers.Loop}.
 */
@NullMarked
package io.jackfield.conformance.reactor.peers;

import org.jspecify.annotations.NullMarked;
