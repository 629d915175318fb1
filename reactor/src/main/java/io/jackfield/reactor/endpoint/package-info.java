/**
 * Where to listen and what to connect to, as text: {@code tcp://[::1]:21567}, {@code
 * unix:///run/x.sock}, {@code fd:3}. Start with {@link io.jackfield.reactor.endpoint.Endpoint},
 * which reads them, and {@link io.jackfield.reactor.endpoint.Endpoints}, which opens them.
 */
@NullMarked
package io.jackfield.reactor.endpoint;

import org.jspecify.annotations.NullMarked;
