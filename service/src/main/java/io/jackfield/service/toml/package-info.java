/**
 * Files of TOML as people write them: {@link io.jackfield.service.toml.TomlFile} reads one, {@link
 * io.jackfield.service.toml.TomlException} says what is wrong, as {@code FILE:LINE:COLUMN: …}. What
 * keys mean is for who reads it to say.
 */
@NullMarked
package io.jackfield.service.toml;

import org.jspecify.annotations.NullMarked;
