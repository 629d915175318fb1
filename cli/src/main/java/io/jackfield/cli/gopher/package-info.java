/**
 * Gopher at a terminal, {@link io.jackfield.cli.gopher.Browser}, and in a pipe, {@link
 * io.jackfield.cli.gopher.PlainAnswer}. What a server sends is never obeyed by a terminal.
 */
@NullMarked
package io.jackfield.cli.gopher;

import org.jspecify.annotations.NullMarked;
