package io.jackfield.reactor.driver;

import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketOption;
import java.nio.channels.DatagramChannel;
import java.nio.channels.MembershipKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups that one channel has joined, by the options with which sockets join and leave them.
 * What fails does so with the numbers that Linux gives. Source: ip(7), RFC 3678.
 */
final class NioGroups {
  private static final Set<String> JOIN =
      Set.of("MCAST_JOIN_GROUP", "IP_ADD_MEMBERSHIP", "IPV6_ADD_MEMBERSHIP");
  private static final Set<String> LEAVE =
      Set.of("MCAST_LEAVE_GROUP", "IP_DROP_MEMBERSHIP", "IPV6_DROP_MEMBERSHIP");
  private static final String JOIN_SOURCE = "MCAST_JOIN_SOURCE_GROUP";
  private static final String LEAVE_SOURCE = "MCAST_LEAVE_SOURCE_GROUP";

  private final DatagramChannel channel;
  private final List<MembershipKey> joined = new ArrayList<>();

  NioGroups(DatagramChannel channel) {
    this.channel = channel;
  }

  /** Whether an option joins or leaves. */
  static boolean has(SocketOption<?> option) {
    String name = option.name();
    return JOIN.contains(name)
        || LEAVE.contains(name)
        || name.equals(JOIN_SOURCE)
        || name.equals(LEAVE_SOURCE);
  }

  /** Joins or leaves. */
  void change(SocketOption<?> option, Object value) throws IOException {
    boolean join = JOIN.contains(option.name()) || option.name().equals(JOIN_SOURCE);
    switch (value) {
      case MulticastMembership one -> change(join, one.group(), null, one.interfaceIndex());
      case SourceMembership one -> change(join, one.group(), one.source(), one.interfaceIndex());
      default -> throw NioDriver.refused("option " + option.name() + " of " + value);
    }
  }

  private void change(boolean join, InetAddress group, @Nullable InetAddress source, int index)
      throws IOException {
    NetworkInterface device = device(group, index);
    if (join) {
      join(group, source, device);
    } else {
      leave(group, source, device);
    }
  }

  private void join(InetAddress group, @Nullable InetAddress source, NetworkInterface device)
      throws IOException {
    MembershipKey key;
    try {
      key = source == null ? channel.join(group, device) : channel.join(group, device, source);
    } catch (IllegalStateException | IllegalArgumentException | IOException e) {
      throw NioErrno.exception("setsockopt", e, null);
    }
    if (joined.contains(key)) {
      int errno = source == null ? NioErrno.EADDRINUSE : NioErrno.EADDRNOTAVAIL;
      throw NioErrno.exception("setsockopt", errno, null);
    }
    joined.add(key);
  }

  /** A group that was joined for some senders is left for all of them. */
  private void leave(InetAddress group, @Nullable InetAddress source, NetworkInterface device)
      throws IOException {
    boolean any = false;
    for (MembershipKey key : List.copyOf(joined)) {
      if (key.group().equals(group)
          && key.networkInterface().equals(device)
          && (source == null || source.equals(key.sourceAddress()))) {
        key.drop();
        joined.remove(key);
        any = true;
      }
    }
    if (!any) {
      throw NioErrno.exception("setsockopt", NioErrno.EADDRNOTAVAIL, null);
    }
  }

  /** The JDK wants to know the device; where the system is to choose, its routes are asked. */
  private static NetworkInterface device(InetAddress group, int index) throws IOException {
    NetworkInterface device = index == 0 ? routeTo(group) : NetworkInterface.getByIndex(index);
    if (device == null) {
      throw NioErrno.exception("setsockopt", NioErrno.ENODEV, null);
    }
    return device;
  }

  private static @Nullable NetworkInterface routeTo(InetAddress group) {
    try (DatagramChannel asking = DatagramChannel.open()) {
      asking.connect(new InetSocketAddress(group, 9)); // Sends nothing.
      var local = (InetSocketAddress) asking.getLocalAddress();
      return NetworkInterface.getByInetAddress(local.getAddress());
    } catch (IOException e) {
      return null; // No route.
    }
  }
}
