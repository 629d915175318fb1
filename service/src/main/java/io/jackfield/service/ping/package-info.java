/**
 * ICMP echo: is a host there, and how long is the way to it? Start with {@link
 * io.jackfield.service.ping.Pinger}. {@link io.jackfield.service.ping.IcmpCodec} knows the bytes,
 * {@link io.jackfield.service.ping.EchoSocket} the kernel.
 */
@NullMarked
package io.jackfield.service.ping;

import org.jspecify.annotations.NullMarked;
