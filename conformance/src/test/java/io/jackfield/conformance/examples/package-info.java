/** The programs in the folder {@code examples}, run as their first lines say, and the recipes. */
@NullMarked
package io.jackfield.conformance.examples;

import org.jspecify.annotations.NullMarked;
