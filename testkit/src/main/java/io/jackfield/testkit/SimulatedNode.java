package io.jackfield.testkit;

import io.jackfield.reactor.driver.Driver;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One machine of a {@link SimulatedNetwork}: addresses, ports, descriptors, and the drivers that
 * live on it. Belongs to the test's thread.
 */
public final class SimulatedNode {
  /** As many descriptors as a process usually may have. */
  public static final int DEFAULT_DESCRIPTORS = 1_024;

  private final SimulatedNetwork network;
  private final String name;
  private final Inet4Address address;
  private final Inet6Address address6;
  private final Ports streams = new Ports(this);
  private final Ports datagrams = new Ports(this);
  private final Map<Long, Connection> clients = new LinkedHashMap<>();
  private final Map<Long, Connection> servers = new LinkedHashMap<>();
  private final List<SimulatedDriver> drivers = new ArrayList<>();
  private int descriptorLimit = DEFAULT_DESCRIPTORS;
  private int descriptors;
  private int shortages;
  private boolean up = true;
  private long turnNanos;
  private long pausedUntilNanos;

  SimulatedNode(
      SimulatedNetwork network, String name, Inet4Address address, Inet6Address address6) {
    this.network = network;
    this.name = name;
    this.address = address;
    this.address6 = address6;
  }

  /** Its name, in the log too. */
  public String name() {
    return name;
  }

  /** Its IPv4 address; it has 127.0.0.1 as well. */
  public Inet4Address address() {
    return address;
  }

  /** Its IPv6 address; it has ::1 as well. */
  public Inet6Address address6() {
    return address6;
  }

  /** Its IPv4 address with a port. */
  public InetSocketAddress address(int port) {
    return new InetSocketAddress(address, port);
  }

  /** A new driver, for one loop; a node may have several. The caller closes it. */
  public Driver driver() {
    if (!up) {
      throw new IllegalStateException(name + " has crashed and was not restarted");
    }
    var driver = new SimulatedDriver(this);
    drivers.add(driver);
    return driver;
  }

  // ---- faults ---------------------------------------------------------------------------------

  /** How many sockets it may have open; one more fails with {@code EMFILE}. */
  public void limitDescriptors(int limit) {
    descriptorLimit = limit;
  }

  /** Whether there are none left, whatever the limit; as often taken back as it was said. */
  void runShort(boolean begins) {
    shortages += begins ? 1 : -1;
  }

  /** How many sockets are open; 0 once everything is closed. */
  public int openDescriptors() {
    return descriptors;
  }

  /** Each turn of its loops takes so long from now on: a busy machine, a slow reader. */
  public void slowDown(Duration perTurn) {
    turnNanos = perTurn.toNanos();
  }

  /**
   * Its loops do nothing for so long, while its kernel goes on: a collection, a stopped process.
   */
  public void pause(Duration length) {
    pausedUntilNanos = network.time().in(length.toNanos());
    network.log(name, "pauses for " + length);
  }

  /** Ends a {@link #pause} before its time. */
  public void resume() {
    pausedUntilNanos = 0;
  }

  /**
   * The machine is gone at once: its peers are told nothing, packets to it are lost, its drivers
   * are of no more use and their loops are run no longer.
   */
  public void crash() {
    network.log(name, "crashes");
    up = false;
    clients.values().forEach(Connection::vanish);
    servers.values().forEach(Connection::vanish);
    clients.clear();
    servers.clear();
    streams.clear();
    datagrams.clear();
    descriptors = 0;
    drivers.forEach(SimulatedDriver::crash);
    drivers.forEach(network::forget);
    drivers.clear();
  }

  /** It is there again, with nothing open: what comes for old connections is answered by resets. */
  public void restart() {
    network.log(name, "is up again");
    up = true;
  }

  /** Whether it has not crashed, or was restarted. */
  public boolean isUp() {
    return up;
  }

  /**
   * Resets one of its connections, chosen by the seed, as a middlebox would: both ends learn of it.
   *
   * @return false if it has none
   */
  public boolean resetSomeConnection() {
    List<Connection> open = new ArrayList<>(clients.values());
    open.addAll(servers.values());
    open.removeIf(one -> !one.isOpen());
    if (open.isEmpty()) {
      return false;
    }
    Connection chosen = open.get(network.random().nextInt(open.size()));
    network.log(name, chosen + " is reset from outside");
    chosen.resetFromOutside();
    return true;
  }

  // ---- for the network ------------------------------------------------------------------------

  SimulatedNetwork network() {
    return network;
  }

  Ports streams() {
    return streams;
  }

  Ports datagrams() {
    return datagrams;
  }

  boolean isPausedAt(long nowNanos) {
    return pausedUntilNanos > nowNanos;
  }

  long pausedUntilNanos() {
    return pausedUntilNanos;
  }

  /** A turn has run. */
  void tire() {
    if (turnNanos > 0) {
      pausedUntilNanos = Math.max(pausedUntilNanos, network.time().in(turnNanos));
    }
  }

  boolean has(InetAddress what) {
    return what.equals(address) || what.equals(address6) || what.isLoopbackAddress();
  }

  boolean takeDescriptor() {
    if (descriptors >= descriptorLimit || shortages > 0) {
      return false;
    }
    descriptors++;
    return true;
  }

  void giveBackDescriptor() {
    descriptors--;
  }

  static SocketAddress unbound(ProtocolFamily family) {
    if (family == StandardProtocolFamily.UNIX) {
      return UnixDomainSocketAddress.of("");
    }
    String any = family == StandardProtocolFamily.INET6 ? "::" : "0.0.0.0";
    return new InetSocketAddress(InetAddress.ofLiteral(any), 0);
  }

  /** The address that a socket sends from to there; null if there is no way. */
  @Nullable SocketAddress localFor(SimulatedHandle socket, SocketAddress remote) {
    if (!(remote instanceof InetSocketAddress to)
        || !network.addresses().hasRouteTo(to.getAddress())) {
      return null;
    }
    InetAddress own = to.getAddress() instanceof Inet6Address ? address6 : address;
    InetAddress from = has(to.getAddress()) ? to.getAddress() : own;
    if (!(socket.bound instanceof InetSocketAddress bound)) {
      return new InetSocketAddress(from, 0);
    }
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(from, bound.getPort())
        : bound;
  }

  /** Our end of a new connection to there. */
  Connection connection(SocketAddress local, SocketAddress remote) {
    SimulatedNode peer =
        remote instanceof InetSocketAddress to
            ? network.addresses().at(this, to.getAddress())
            : this;
    var connection = new Connection(this, peer, network.nextConnection(), local, remote, null);
    clients.put(connection.number, connection);
    return connection;
  }

  @Nullable Connection find(long number, boolean server) {
    return (server ? servers : clients).get(number);
  }

  void remove(Connection connection) {
    (connection.isClient ? clients : servers).remove(connection.number);
  }

  void arrive(SimulatedNode from, Packet packet) {
    Connection known = find(packet.connection(), packet.toServer());
    if (known != null) {
      known.arrive(packet);
    } else if (packet instanceof Packet.Syn syn) {
      arrive(syn);
    } else if (!(packet instanceof Packet.Reset)) {
      network.transmit(this, from, new Packet.Reset(packet.connection(), !packet.toServer()));
    }
  }

  private void arrive(Packet.Syn syn) {
    SimulatedHandle found =
        streams.find(syn.to(), h -> h instanceof StreamSocket s && s.queue() != null);
    AcceptQueue queue = found instanceof StreamSocket listener ? listener.queue() : null;
    if (queue == null) {
      network.transmit(this, syn.sender(), new Packet.Reset(syn.connection(), false));
    } else if (queue.isFull()) {
      network.lost(syn.sender(), syn); // It will be repeated.
    } else {
      var connection =
          new Connection(this, syn.sender(), syn.connection(), syn.to(), syn.from(), queue);
      servers.put(connection.number, connection);
      queue.add(connection);
      connection.grant(syn.window());
    }
  }

  void arriveDatagram(SimulatedNode from, SocketAddress source, SocketAddress to, byte[] bytes) {
    SimulatedHandle found =
        datagrams.find(to, h -> h instanceof DatagramSocket s && s.takesFrom(source));
    if (found instanceof DatagramSocket socket) {
      socket.arrive(source, bytes);
    } else {
      network.sendRefusal(this, from, source, to);
    }
  }

  /** A datagram from {@code source}, which is here, found nobody at {@code to}. */
  void arriveRefusal(SocketAddress source, SocketAddress to) {
    SimulatedHandle found =
        datagrams.find(source, h -> h instanceof DatagramSocket s && to.equals(s.remoteAddress()));
    if (found instanceof DatagramSocket socket) {
      socket.refused(to);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
