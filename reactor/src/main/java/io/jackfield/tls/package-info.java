/**
 * TLS 1.2 and 1.3 over anything that carries bytes: a session that does no input and output of its
 * own, on the JDK's {@code SSLEngine}, and adapters that put it under a transport or a blocking
 * stream.
 */
@NullMarked
package io.jackfield.tls;

import org.jspecify.annotations.NullMarked;
