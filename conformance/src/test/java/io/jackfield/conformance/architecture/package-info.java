/** That the house is laid out as its plan says. */
@NullMarked
package io.jackfield.conformance.architecture;

import org.jspecify.annotations.NullMarked;
