/**
 * What a process that serves is to the system around it: its {@linkplain
 * io.jackfield.cli.process.PidFile pid file}, its {@linkplain
 * io.jackfield.cli.process.ServiceManager service manager}, the process whose {@linkplain
 * io.jackfield.cli.process.Predecessor place it takes} and the one that {@linkplain
 * io.jackfield.cli.process.Restart takes its}.
 */
@NullMarked
package io.jackfield.cli.process;

import org.jspecify.annotations.NullMarked;
