package io.jackfield.socket.option;

import java.net.Inet4Address;

/**
 * Which device IPv4 multicasts leave through: {@code struct ip_mreqn}. Source: ip(7).
 *
 * @param address one of the device's, {@code 0.0.0.0} for none; also the packets' source address,
 *     and the only part that can be read back
 * @param index the device's, which counts before the address; 0 for the one with the address
 */
public record MulticastInterface(Inet4Address address, int index) {}
