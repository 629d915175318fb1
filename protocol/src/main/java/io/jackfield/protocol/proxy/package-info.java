/**
 * The PROXY protocol, versions 1 and 2: what a proxy writes before a connection's first byte, so
 * that the server behind it knows who is at the other end. Source: HAProxy's {@code
 * doc/proxy-protocol.txt}.
 */
@NullMarked
package io.jackfield.protocol.proxy;

import org.jspecify.annotations.NullMarked;
