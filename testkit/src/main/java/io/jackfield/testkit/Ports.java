package io.jackfield.testkit;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who has which address on one node, for one protocol: ports, or names of Unix sockets. */
final class Ports {
  /** Linux's range. */
  private static final int FIRST_EPHEMERAL = 32_768;

  private static final int LAST_EPHEMERAL = 60_999;

  private final SimulatedNode node;
  private final Map<Integer, List<SimulatedHandle>> byPort = new LinkedHashMap<>();
  private final Map<SocketAddress, SimulatedHandle> byName = new LinkedHashMap<>();
  private int nextEphemeral = FIRST_EPHEMERAL;

  Ports(SimulatedNode node) {
    this.node = node;
  }

  /** Gives it the address, or a free port of it for port 0; 0 or an errno. */
  int bind(SimulatedHandle handle, SocketAddress local) {
    if (!(local instanceof InetSocketAddress inet)) {
      if (byName.putIfAbsent(local, handle) != null) {
        return Errnos.EADDRINUSE;
      }
      handle.bound = local;
      return 0;
    }
    if (!inet.getAddress().isAnyLocalAddress() && !node.has(inet.getAddress())) {
      return Errnos.EADDRNOTAVAIL;
    }
    if (inet.getPort() != 0) {
      return take(handle, inet) ? 0 : Errnos.EADDRINUSE;
    }
    for (int i = FIRST_EPHEMERAL; i <= LAST_EPHEMERAL; i++) {
      int port = nextEphemeral;
      nextEphemeral = port == LAST_EPHEMERAL ? FIRST_EPHEMERAL : port + 1;
      if (!byPort.containsKey(port)) {
        take(handle, new InetSocketAddress(inet.getAddress(), port));
        return 0;
      }
    }
    return Errnos.EADDRINUSE;
  }

  private boolean take(SimulatedHandle handle, InetSocketAddress local) {
    List<SimulatedHandle> there = byPort.getOrDefault(local.getPort(), List.of());
    for (SimulatedHandle other : there) {
      boolean shared = handle.options.isOn("SO_REUSEPORT") && other.options.isOn("SO_REUSEPORT");
      if (!shared && overlap(handle, local, other)) {
        return false;
      }
    }
    byPort.computeIfAbsent(local.getPort(), _ -> new ArrayList<>()).add(handle);
    handle.bound = local;
    return true;
  }

  private static boolean overlap(
      SimulatedHandle handle, InetSocketAddress local, SimulatedHandle other) {
    if (!(other.bound instanceof InetSocketAddress theirs)) {
      return false;
    }
    return reaches(handle, local.getAddress(), theirs.getAddress())
        || reaches(other, theirs.getAddress(), local.getAddress());
  }

  /** Whether a socket bound to {@code bound} is meant by {@code address}. */
  private static boolean reaches(SimulatedHandle handle, InetAddress bound, InetAddress address) {
    if (!bound.isAnyLocalAddress()) {
      return bound.equals(address);
    }
    if (bound instanceof Inet4Address) {
      return address instanceof Inet4Address;
    }
    return address instanceof Inet6Address || !handle.options.isOn("IPV6_V6ONLY");
  }

  void release(SimulatedHandle handle) {
    if (handle.bound instanceof InetSocketAddress inet) {
      List<SimulatedHandle> there = byPort.get(inet.getPort());
      if (there != null && there.remove(handle) && there.isEmpty()) {
        byPort.remove(inet.getPort());
      }
    } else if (handle.bound != null) {
      byName.remove(handle.bound, handle);
    }
  }

  /**
   * Whom a packet to {@code to} is for: the one with this very address before one with any, and one
   * of several at random.
   */
  @Nullable SimulatedHandle find(SocketAddress to, Predicate<SimulatedHandle> which) {
    if (!(to instanceof InetSocketAddress inet)) {
      SimulatedHandle named = byName.get(to);
      return named != null && which.test(named) ? named : null;
    }
    var exact = new ArrayList<SimulatedHandle>();
    var any = new ArrayList<SimulatedHandle>();
    for (SimulatedHandle handle : byPort.getOrDefault(inet.getPort(), List.of())) {
      if (handle.bound instanceof InetSocketAddress bound
          && which.test(handle)
          && reaches(handle, bound.getAddress(), inet.getAddress())) {
        (bound.getAddress().isAnyLocalAddress() ? any : exact).add(handle);
      }
    }
    List<SimulatedHandle> found = exact.isEmpty() ? any : exact;
    return switch (found.size()) {
      case 0 -> null;
      case 1 -> found.getFirst();
      default -> found.get(node.network().random().nextInt(found.size()));
    };
  }

  /** Those that share this port, in the order they came. */
  List<SimulatedHandle> at(int port) {
    return List.copyOf(byPort.getOrDefault(port, List.of()));
  }

  boolean hasName(SocketAddress name) {
    return byName.containsKey(name);
  }

  void clear() {
    byPort.clear();
    byName.clear();
  }
}
