package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.IpMulticastOptions;
import io.jackfield.socket.Ipv6MulticastOptions;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.SocketOption;

/** Which option of a socket joins and leaves a group, by the group's family. RFC 3678. */
record MulticastGroups(Driver driver, Handle handle) {
  void join(MulticastMembership group) throws IOException {
    set(
        isV4(group.group()) ? IpMulticastOptions.JOIN_GROUP : Ipv6MulticastOptions.JOIN_GROUP,
        group);
  }

  void join(SourceMembership group) throws IOException {
    set(
        isV4(group.group())
            ? IpMulticastOptions.JOIN_SOURCE_GROUP
            : Ipv6MulticastOptions.JOIN_SOURCE_GROUP,
        group);
  }

  void leave(MulticastMembership group) throws IOException {
    set(
        isV4(group.group()) ? IpMulticastOptions.LEAVE_GROUP : Ipv6MulticastOptions.LEAVE_GROUP,
        group);
  }

  void leave(SourceMembership group) throws IOException {
    set(
        isV4(group.group())
            ? IpMulticastOptions.LEAVE_SOURCE_GROUP
            : Ipv6MulticastOptions.LEAVE_SOURCE_GROUP,
        group);
  }

  private static boolean isV4(InetAddress group) {
    return group instanceof Inet4Address;
  }

  private <T> void set(SocketOption<T> option, T group) throws IOException {
    Sockets.require(driver, Capability.MULTICAST, "multicast");
    driver.setOption(handle, option, group);
  }
}
