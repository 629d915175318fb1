/**
 * What a server and its worker processes say to each other, and how those are started. The module's
 * own.
 */
@NullMarked
package io.jackfield.server.worker;

import org.jspecify.annotations.NullMarked;
