/**
 * The BSD socket API in plain Java: a {@link io.jackfield.socket.Socket} is opened, bound,
 * connected, read and written as in C, takes the JDK's buffers and addresses, and fails with the
 * JDK's exceptions, each naming the call, the errno and the addresses ({@link
 * io.jackfield.socket.KernelFailure}).
 *
 * <p>Start with {@link io.jackfield.socket.Socket}. Many of them, and other descriptors, are waited
 * for with a {@link io.jackfield.socket.Multiplexer}.
 */
@NullMarked
package io.jackfield.socket;

import org.jspecify.annotations.NullMarked;
