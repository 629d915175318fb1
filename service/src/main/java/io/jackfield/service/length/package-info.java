/** Counts the characters of one line. */
@NullMarked
package io.jackfield.service.length;

import org.jspecify.annotations.NullMarked;
