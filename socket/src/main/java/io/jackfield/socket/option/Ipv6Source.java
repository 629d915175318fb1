package io.jackfield.socket.option;

import java.net.Inet6Address;

/**
 * Where an IPv6 socket's packets come from: {@code struct in6_pktinfo}. Source: RFC 3542 section 6.
 *
 * @param address {@code ::} for the kernel's choice; Linux keeps it without using it
 * @param interfaceIndex the device they leave through, 0 for the kernel's choice
 */
public record Ipv6Source(Inet6Address address, int interfaceIndex) {}
