package io.jackfield.socket.option;

import java.net.InetAddress;

/**
 * A group to join or leave: {@code struct ip_mreqn}, {@code ipv6_mreq} and {@code group_req}.
 * Source: ip(7), ipv6(7), RFC 3678.
 *
 * @param group of the option's family
 * @param interfaceIndex the device to receive it on, 0 for the kernel's choice (by its routes)
 */
public record MulticastMembership(InetAddress group, int interfaceIndex) {}
