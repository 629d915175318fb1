package io.jackfield.testkit;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All ways of a network, and what travels on them. */
final class Links {
  private static final int DATAGRAM_HEADER_BYTES = 28;

  private record Ends(SimulatedNode from, SimulatedNode to) {}

  private final SimulatedNetwork network;
  private final Map<Ends, Link> links = new LinkedHashMap<>();
  private LinkProfile usual = LinkProfile.LAN;

  Links(SimulatedNetwork network) {
    this.network = network;
  }

  Link between(SimulatedNode from, SimulatedNode to) {
    return links.computeIfAbsent(
        new Ends(from, to),
        ends -> new Link(ends.from() == ends.to() ? LinkProfile.LOOPBACK : usual));
  }

  void all(LinkProfile profile) {
    usual = profile;
    links.forEach((ends, link) -> {
      if (ends.from() != ends.to()) {
        link.profile(profile);
      }
    });
  }

  /** A packet of a connection: they arrive in the order they were sent. */
  void transmit(Connection from, Packet packet) {
    SimulatedNode to = from.peer;
    long arrives = to == null ? Link.LOST : arrival(from.node, to, packet);
    if (to == null || arrives == Link.LOST) {
      network.log(from.node.name(), "lost: " + from + " " + packet);
      from.lost();
      lost(to, packet);
      return;
    }
    from.lastArrivalNanos = Math.max(from.lastArrivalNanos, arrives);
    network.time().at(from.lastArrivalNanos, () -> arrive(from.node, to, packet, from));
  }

  private long arrival(SimulatedNode from, SimulatedNode to, Packet packet) {
    return between(from, to).arrival(network.nanoTime(), packet.bytes(), network.random());
  }

  /** A packet for a connection that is not known here. */
  void transmit(SimulatedNode from, SimulatedNode to, Packet packet) {
    long arrives = arrival(from, to, packet);
    if (arrives == Link.LOST) {
      lost(to, packet);
    } else {
      network.time().at(arrives, () -> arrive(from, to, packet, null));
    }
  }

  private void arrive(
      SimulatedNode from, SimulatedNode to, Packet packet, @Nullable Connection sender) {
    if (to.isUp()) {
      network.log(
          to.name(), "gets #%d from %s: %s".formatted(packet.connection(), from.name(), packet));
      to.arrive(from, packet);
    } else if (sender != null) {
      sender.lost();
    }
  }

  /** The end for which a lost packet was, or its sender, may have to repeat something. */
  void lost(@Nullable SimulatedNode at, Packet packet) {
    if (at != null) {
      for (boolean server : new boolean[] {true, false}) {
        Connection end = at.find(packet.connection(), server);
        if (end != null) {
          end.lost();
        }
      }
    }
  }

  void sendDatagram(SimulatedNode from, SocketAddress source, SocketAddress to, byte[] bytes) {
    SimulatedNode target =
        to instanceof InetSocketAddress inet
            ? network.addresses().at(from, inet.getAddress())
            : null;
    if (target == null) {
      return;
    }
    Link link = between(from, target);
    int times = link.duplicates(network.random()) ? 2 : 1;
    for (int i = 0; i < times; i++) {
      long arrives =
          link.datagramArrival(
              network.nanoTime(), DATAGRAM_HEADER_BYTES + bytes.length, network.random());
      if (arrives != Link.LOST) {
        network.time().at(arrives, () -> deliver(from, target, source, to, bytes));
      }
    }
  }

  private void deliver(
      SimulatedNode from, SimulatedNode to, SocketAddress source, SocketAddress at, byte[] bytes) {
    if (to.isUp()) {
      network.log(to.name(), "gets %d bytes from %s at %s".formatted(bytes.length, source, at));
      to.arriveDatagram(from, source, at, bytes);
    }
  }

  /** ICMP's "port unreachable". */
  void sendRefusal(
      SimulatedNode from, SimulatedNode to, SocketAddress source, SocketAddress target) {
    long arrives =
        between(from, to).arrival(network.nanoTime(), 2 * DATAGRAM_HEADER_BYTES, network.random());
    if (arrives != Link.LOST) {
      network
          .time()
          .at(
              arrives,
              () -> {
                if (to.isUp()) {
                  to.arriveRefusal(source, target);
                }
              });
    }
  }
}
