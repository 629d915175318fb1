/**
 * A configuration file as it is written: {@link io.jackfield.cli.config.ConfigFile} reads it into
 * sections of keys and values, each with its place. What they mean is for the command to say.
 */
@NullMarked
package io.jackfield.cli.config;

import org.jspecify.annotations.NullMarked;
