package io.jackfield.conformance.launcher;

import java.util.List;

/**
 * What a process left behind.
 *
 * @param exit its exit code, 128 + the signal's number if a signal ended it
 * @param out standard output, line by line
 * @param err standard error, line by line
 */
record Ran(int exit, List<String> out, List<String> err) {}
