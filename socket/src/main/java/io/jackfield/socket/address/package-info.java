/**
 * Addresses that the JDK has no class for, and how addresses are written. The JDK's own, {@link
 * java.net.InetSocketAddress} and {@link java.net.UnixDomainSocketAddress}, are used as they are.
 */
@NullMarked
package io.jackfield.socket.address;

import org.jspecify.annotations.NullMarked;
