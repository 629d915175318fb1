package io.jackfield.socket.netlink;

import java.net.InetAddress;

/**
 * An address that an interface has. Source: rtnetlink(7).
 *
 * @param linkIndex of the interface
 * @param address of IPv4 or IPv6; a link-local one of IPv6 with its scope id
 * @param prefixLength how many bits name the network: 0 to 32, or 128
 * @param scope how far it is good
 */
public record LinkAddress(
    int linkIndex, InetAddress address, int prefixLength, AddressScope scope) {}
