/**
 * Servers after the pattern of Python's {@code socketserver}: a server takes requests, a handler
 * answers one, and an engine decides on which thread.
 *
 * <p>Start with {@link io.jackfield.server.TcpServer} (how one is made), then {@link
 * io.jackfield.server.BaseServer} (the life of a request) and {@link
 * io.jackfield.server.StreamRequestHandler} (what a user writes).
 */
@NullMarked
package io.jackfield.server;

import org.jspecify.annotations.NullMarked;
