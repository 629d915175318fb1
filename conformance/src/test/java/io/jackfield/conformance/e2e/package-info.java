/**
 * The real command, end to end: each test starts {@code jackfield} as a user would and talks to it
 * with programs nobody here wrote ({@code nc}, {@code socat}, Python's {@code socket}), or has its
 * clients talk to servers nobody here wrote. Answers are compared to the byte.
 *
 * <p>Start with {@link io.jackfield.conformance.e2e.Command} (what is run) and {@link
 * io.jackfield.conformance.e2e.Server} (a service that listens). A tool that is missing skips its
 * tests with the reason, and fails them where {@code CI} is {@code true}.
 */
@NullMarked
package io.jackfield.conformance.e2e;

import org.jspecify.annotations.NullMarked;
