/**
 * What joins two ends, whatever they are: {@code connect}, {@code listen} and {@code relay} are
 * this with other ends. Start with {@link io.jackfield.cli.pipe.Joiner}; {@link
 * io.jackfield.cli.pipe.Ends} opens the ends, {@link io.jackfield.cli.pipe.Pipe} passes the bytes
 * where the kernel does not, and {@link io.jackfield.cli.pipe.PipeLoop} is the life of it all.
 */
@NullMarked
package io.jackfield.cli.pipe;

import org.jspecify.annotations.NullMarked;
