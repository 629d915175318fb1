package io.jackfield.testkit;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes of a network, by name and by address. */
final class Nodes {
  private final SimulatedNetwork network;
  private final Map<String, SimulatedNode> byName = new LinkedHashMap<>();
  private final Map<InetAddress, SimulatedNode> byAddress = new LinkedHashMap<>();

  Nodes(SimulatedNetwork network) {
    this.network = network;
  }

  SimulatedNode named(String name) {
    SimulatedNode known = byName.get(name);
    return known != null ? known : add(name, nextV4(), nextV6());
  }

  SimulatedNode having(InetAddress address) {
    SimulatedNode known = byAddress.get(address);
    if (known != null) {
      return known;
    }
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
      throw new IllegalArgumentException("not the address of one node: " + address);
    }
    return switch (address) {
      case Inet4Address four -> add(four.getHostAddress(), four, nextV6());
      case Inet6Address six -> add(six.getHostAddress(), nextV4(), six);
      default -> throw new IllegalArgumentException("neither IPv4 nor IPv6: " + address);
    };
  }

  private SimulatedNode add(String name, Inet4Address four, Inet6Address six) {
    var node = new SimulatedNode(network, name, four, six);
    byName.put(name, node);
    byAddress.put(four, node);
    byAddress.put(six, node);
    return node;
  }

  private Inet4Address nextV4() {
    int number = byName.size() + 1;
    return Inet4Address.ofLiteral("10.0." + number / 250 + "." + (1 + number % 250));
  }

  private Inet6Address nextV6() {
    String number = Integer.toHexString(byName.size() + 1);
    return (Inet6Address) InetAddress.ofLiteral("fd00::" + number);
  }

  List<SimulatedNode> all() {
    return List.copyOf(byName.values());
  }

  /** Whether packets to there are sent at all: 10.0.0.0/8, fd00::/8 and what nodes have. */
  boolean hasRouteTo(InetAddress address) {
    byte[] bytes = address.getAddress();
    return address.isLoopbackAddress()
        || byAddress.containsKey(address)
        || bytes[0] == (bytes.length == 4 ? (byte) 10 : (byte) 0xFD);
  }

  /** Who has this address, as seen from {@code from}; null if nobody has it. */
  @Nullable SimulatedNode at(SimulatedNode from, InetAddress address) {
    return from.has(address) ? from : byAddress.get(address);
  }
}
