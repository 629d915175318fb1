package io.jackfield.service;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps services that answer every datagram from answering each other for ever: what has the source
 * port of such a service is taken for an answer, and not answered. One forged datagram, from an
 * echo service to another, would else go back and forth as fast as the network lets it.
 *
 * <p>These ports are 0, which nobody can be answered at; those of the services of old: echo (7),
 * daytime (13), quote of the day (17), chargen (19), time (37); those of {@link Services}; and
 * {@linkplain #add whatever} else this process answers at. Source: inetd(8) of the BSDs, which
 * refuses such ports of its own services too.
 *
 * <p>A client that has chosen one of these ports itself, or was given it by an address translator,
 * gets no answer; the system gives none of them to who lets it choose (Linux: 32,768 to 60,999),
 * but for those of services at ports that it chose. Services of other machines at ports of their
 * own cannot be told from clients. Any thread.
 */
public final class LoopGuard {
  private static final int[] KNOWN = {0, 7, 13, 17, 19, 37};

  private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

  /** Of the known ports, and of all services' own. */
  public LoopGuard(Iterable<Service> services) {
    for (int port : KNOWN) {
      ports.add(port);
    }
    for (Service service : services) {
      Service.Datagram form = service.datagram();
      if (form != null && form.answersAnything()) {
        ports.add(form.port());
      }
    }
  }

  /** One more port, at which this process answers whatever it receives. */
  public void add(int port) {
    ports.add(port);
  }

  /** Whether who is there may be answered; those of the Unix domain have no ports. */
  public boolean isSafe(SocketAddress client) {
    return !(client instanceof InetSocketAddress inet) || !ports.contains(inet.getPort());
  }
}
