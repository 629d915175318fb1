/**
 * What ours is measured beside: servers as their users would write them. One class for each, {@code
 * main} with what its comment names as arguments, the last of them the port.
 */
@NullMarked
package io.jackfield.comparison.peers;

import org.jspecify.annotations.NullMarked;
