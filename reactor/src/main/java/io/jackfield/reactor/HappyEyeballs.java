package io.jackfield.reactor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** In what order a host's addresses are tried. Source: RFC 8305 section 4. */
final class HappyEyeballs {
  private HappyEyeballs() {}

  /**
   * The families by turns, beginning with that of the first, which the resolver prefers; inside a
   * family the resolver's order.
   */
  static List<InetAddress> order(List<InetAddress> resolved) {
    var six = new ArrayDeque<InetAddress>();
    var four = new ArrayDeque<InetAddress>();
    for (InetAddress address : resolved) {
      (address instanceof Inet6Address ? six : four).add(address);
    }
    boolean sixFirst = !resolved.isEmpty() && resolved.getFirst() instanceof Inet6Address;
    var ordered = new ArrayList<InetAddress>(resolved.size());
    for (boolean takeSix = sixFirst; !six.isEmpty() || !four.isEmpty(); takeSix = !takeSix) {
      InetAddress next = (takeSix ? six : four).poll();
      if (next != null) {
        ordered.add(next);
      }
    }
    return ordered;
  }
}
