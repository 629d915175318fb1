/**
 * The scripts at the root of the repository: {@code jackfield}, {@code build} and {@code
 * bin/find-jdk}.
 *
 * <p>Most tests run copies of them in a tree of their own ({@link
 * io.jackfield.conformance.launcher.ScriptTree}) with a JDK and a Maven that are short scripts too,
 * so that a test takes milliseconds and can stop the build at any point. {@link
 * io.jackfield.conformance.launcher.RealStartTest} runs the real program on the real JDK.
 */
@NullMarked
package io.jackfield.conformance.launcher;

import org.jspecify.annotations.NullMarked;
