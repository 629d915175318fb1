/**
 * Gopher: a line asks, a menu, a text or a file answers. {@link
 * io.jackfield.protocol.gopher.RequestDecoder} and {@link io.jackfield.protocol.gopher.TextEncoder}
 * are a server's, {@link io.jackfield.protocol.gopher.ReplyDecoder} and {@link
 * io.jackfield.protocol.gopher.MenuDecoder} a client's. Source: RFC 1436; RFC 4266 for URLs.
 */
@NullMarked
package io.jackfield.protocol.gopher;

import org.jspecify.annotations.NullMarked;
