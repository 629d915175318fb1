package io.jackfield.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many connections a server has open, in all and of each address. Any thread. */
final class Admission {
  private final Limits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  Admission(Limits limits) {
    this.limits = limits;
  }

  /** Lets one in, until it {@linkplain #leave leaves}; false if that would be one too many. */
  boolean enter(SocketAddress client) {
    if (open.incrementAndGet() > limits.connections()) {
      open.decrementAndGet();
      return false;
    }
    InetAddress counted = counted(client);
    if (counted != null
        && byAddress.merge(counted, 1, Integer::sum) > limits.connectionsPerAddress()) {
      leave(client);
      return false;
    }
    return true;
  }

  void leave(SocketAddress client) {
    open.decrementAndGet();
    InetAddress counted = counted(client);
    if (counted != null) {
      byAddress.computeIfPresent(counted, (_, many) -> many == 1 ? null : many - 1);
    }
  }

  /** Null for one of this machine, of which there may be as many as of all together. */
  private static @Nullable InetAddress counted(SocketAddress client) {
    return client instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress()
        ? inet.getAddress()
        : null;
  }
}
