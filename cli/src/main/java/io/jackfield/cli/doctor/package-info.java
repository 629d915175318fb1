/**
 * What this kernel, this JDK and this user may do: each class of checks gives {@link
 * io.jackfield.cli.doctor.Finding}s, {@link io.jackfield.cli.doctor.Doctor} asks them all. No check
 * throws, whatever it meets.
 */
@NullMarked
package io.jackfield.cli.doctor;

import org.jspecify.annotations.NullMarked;
