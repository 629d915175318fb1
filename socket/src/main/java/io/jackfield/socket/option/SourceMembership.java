package io.jackfield.socket.option;

import java.net.InetAddress;

/**
 * One sender of a group, to hear or not: {@code struct group_source_req}. Source: RFC 3678 section
 * 5.
 *
 * @param group of the option's family
 * @param source the sender's address
 * @param interfaceIndex the device to receive it on, 0 for the kernel's choice (by its routes)
 */
public record SourceMembership(InetAddress group, InetAddress source, int interfaceIndex) {}
