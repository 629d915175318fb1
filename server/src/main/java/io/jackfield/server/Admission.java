package io.jackfield.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What clients may take of a server, and how many connections it has open, in all and of each
 * address. Any thread.
 */
final class Admission {
  /** As they are now. */
  private volatile Limits limits;

  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

  Admission(Limits limits) {
    this.limits = limits;
  }

  Limits limits() {
    return limits;
  }

  /** Changes them; those who have a place keep it. */
  void limits(Limits changed) {
    limits = changed;
  }

  /** A place for one more, whoever it is, until it leaves; null if there is none. */
  @Nullable Place enter() {
    if (open.incrementAndGet() > limits.connections()) {
      open.decrementAndGet();
      return null;
    }
    return new Place();
  }

  /** One connection's. */
  final class Place {
    private @Nullable InetAddress client;
    private boolean left;

    /** Says whose it is; false if there are too many of the same address. */
    boolean isFor(SocketAddress who) {
      client = counted(who);
      return client == null
          || byAddress.merge(client, 1, Integer::sum) <= limits.connectionsPerAddress();
    }

    /** Gives it up; does nothing the second time. */
    void leave() {
      if (left) {
        return;
      }
      left = true;
      open.decrementAndGet();
      if (client != null) {
        byAddress.computeIfPresent(client, (_, many) -> many == 1 ? null : many - 1);
      }
    }
  }

  /** Null for one of this machine, of which there may be as many as of all together. */
  private static @Nullable InetAddress counted(SocketAddress client) {
    return client instanceof InetSocketAddress inet && !inet.getAddress().isLoopbackAddress()
        ? inet.getAddress()
        : null;
  }
}
