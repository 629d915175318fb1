package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.socket.IpMulticastOptions;
import io.jackfield.socket.Ipv6MulticastOptions;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketOption;

/** Which option of a socket joins and leaves a group, by the group's family. RFC 3678. */
final class MulticastGroups {
  private MulticastGroups() {}

  static void join(DatagramTransport port, MulticastMembership group) throws IOException {
    boolean v4 = isV4(group.group());
    set(port, v4 ? IpMulticastOptions.JOIN_GROUP : Ipv6MulticastOptions.JOIN_GROUP, group);
  }

  static void join(DatagramTransport port, SourceMembership group) throws IOException {
    boolean v4 = isV4(group.group());
    set(
        port,
        v4 ? IpMulticastOptions.JOIN_SOURCE_GROUP : Ipv6MulticastOptions.JOIN_SOURCE_GROUP,
        group);
  }

  static void leave(DatagramTransport port, MulticastMembership group) throws IOException {
    boolean v4 = isV4(group.group());
    set(port, v4 ? IpMulticastOptions.LEAVE_GROUP : Ipv6MulticastOptions.LEAVE_GROUP, group);
  }

  static void leave(DatagramTransport port, SourceMembership group) throws IOException {
    boolean v4 = isV4(group.group());
    set(
        port,
        v4 ? IpMulticastOptions.LEAVE_SOURCE_GROUP : Ipv6MulticastOptions.LEAVE_SOURCE_GROUP,
        group);
  }

  private static boolean isV4(InetAddress group) {
    return group instanceof Inet4Address;
  }

  private static <T> void set(DatagramTransport port, SocketOption<T> option, T group)
      throws IOException {
    Sockets.require(port.reactor().driver(), Capability.MULTICAST, "multicast");
    port.setOption(option, group);
  }
}
