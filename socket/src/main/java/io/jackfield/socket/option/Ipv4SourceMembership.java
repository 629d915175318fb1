package io.jackfield.socket.option;

import java.net.Inet4Address;

/**
 * One sender of an IPv4 group, to hear or not: {@code struct ip_mreq_source}. Source: ip(7).
 *
 * @param interfaceAddress an address of the device to receive it on, {@code 0.0.0.0} for the
 *     kernel's choice
 */
public record Ipv4SourceMembership(
    Inet4Address group, Inet4Address source, Inet4Address interfaceAddress) {}
