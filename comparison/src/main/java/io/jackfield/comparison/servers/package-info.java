/**
 * What is measured of ours: small servers on the reactor's public API, the whole framework on, all
 * settings at their defaults. Start with {@link io.jackfield.comparison.servers.EchoServer}.
 */
@NullMarked
package io.jackfield.comparison.servers;

import org.jspecify.annotations.NullMarked;
