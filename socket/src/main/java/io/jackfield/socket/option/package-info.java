/**
 * What socket options hold, where it is more than a number or a name: records in the words of the
 * manual pages, with their units. The options themselves are constants of {@link
 * io.jackfield.socket.KernelOption} in the package above; start there.
 *
 * <p>User and group numbers, marks and the like are unsigned 32-bit numbers in C and {@code int}s
 * here, the same bits. Arrays inside records are copied on the way in and out.
 */
@NullMarked
package io.jackfield.socket.option;

import org.jspecify.annotations.NullMarked;
