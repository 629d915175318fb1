/**
 * The only native calls of the house: Linux system calls, and the memory they need. Everything here
 * speaks in {@code int}s: a result of 0 or more, or a negated errno.
 *
 * <p>Start with {@link io.jackfield.socket.linux.Syscall} (how a call is made), then {@link
 * io.jackfield.socket.linux.SocketCalls} (which calls there are) and {@link
 * io.jackfield.socket.linux.Descriptor} (who may close a descriptor, and who waits for it). {@link
 * io.jackfield.socket.linux.ReadinessSet} is how one thread waits for many.
 */
@NullMarked
package io.jackfield.socket.linux;

import org.jspecify.annotations.NullMarked;
