/**
 * The command {@code jackfield}: a class a sub-command. Start with {@link io.jackfield.cli.Main},
 * then {@link io.jackfield.cli.ServerGroup}, which {@code up} and {@code serve} share.
 *
 * <p>Data goes to standard output; everything else, ready lines and errors included, to standard
 * error. {@link io.jackfield.cli.Exit} lists the exit codes.
 */
@NullMarked
package io.jackfield.cli;

import org.jspecify.annotations.NullMarked;
