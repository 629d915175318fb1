/**
 * A few words are commands, everything else comes back. Start with {@link
 * io.jackfield.service.commands.Commands}.
 */
@NullMarked
package io.jackfield.service.commands;

import org.jspecify.annotations.NullMarked;
