package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.testkit.SimulatedNode;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node, and the reactors that live on it one after the other. */
final class Machine {
  private static final int FIRST_PORT = 1_000;
  private static final int PORTS = 2;
  private static final int NOBODYS = 99;

  final Scenario run;
  final SimulatedNode node;
  private final List<Life> lives = new ArrayList<>();
  private final List<ListeningPort> ports = new ArrayList<>();
  private int probesLeft;

  Machine(Scenario run, SimulatedNode node) {
    this.run = run;
    this.node = node;
  }

  /** Begins a new life. */
  void start() {
    node.limitDescriptors(SimulatedNode.DEFAULT_DESCRIPTORS);
    var life = new Life(run, this);
    lives.add(life);
    ports.clear();
    try {
      for (int i = 0; i < PORTS; i++) {
        InetAddress any = InetAddress.ofLiteral(i == 0 ? "0.0.0.0" : "::");
        listen(life, new InetSocketAddress(any, FIRST_PORT + i));
        ports.add(
            life.reactor.listen(AbstractUnixAddress.of("service" + i), life.servers, run.options));
      }
    } catch (IOException e) {
      run.verdict.fault("cannot listen at " + node + ": " + e);
    }
  }

  private void listen(Life life, InetSocketAddress at) throws IOException {
    ports.add(life.reactor.listen(at, life.servers, run.options));
  }

  /** Stops a port for ever, or lets it rest for a while. */
  void disturbPort() {
    Life life = life();
    if (life == null || !life.isUp() || ports.isEmpty()) {
      return;
    }
    ListeningPort port = run.dice.oneOf(ports);
    if (run.dice.chance(0.3)) {
      port.stop();
      ports.remove(port);
    } else {
      port.pause();
      run.after(
          run.dice.millis(0, 500),
          () -> {
            if (life.isUp()) {
              port.resume();
            }
          });
    }
  }

  @Nullable Life life() {
    return lives.isEmpty() ? null : lives.getLast();
  }

  int port(Dice dice) {
    return FIRST_PORT + (dice.chance(0.1) ? NOBODYS : dice.between(0, PORTS - 1));
  }

  InetAddress address(Dice dice) {
    return dice.chance(0.5) ? node.address() : node.address6();
  }

  static boolean takesAnyFamily(InetSocketAddress address) {
    return address.getPort() == FIRST_PORT + 1;
  }

  static boolean isNobody(SocketAddress address) {
    return address instanceof InetSocketAddress inet && inet.getPort() == FIRST_PORT + NOBODYS;
  }

  /** Connects to each of its ports; all of them have to answer. */
  void probe(Life from) {
    Life life = life();
    if (life != null && life.isUp()) {
      for (ListeningPort port : ports) {
        if (port.localAddress() instanceof InetSocketAddress inet) {
          InetAddress at =
              inet.getAddress() instanceof Inet4Address ? node.address() : node.address6();
          probesLeft++;
          new Dial(from, new InetSocketAddress(at, inet.getPort())).begin(Dial.PROBE);
        }
      }
    }
  }

  /** A connection was accepted. */
  void accepted() {
    probesLeft = Math.max(0, probesLeft - 1);
    for (ListeningPort port : ports) {
      run.verdict.require(
          port.connections() <= run.options.connectionLimit(), "more connections than allowed");
    }
  }

  boolean isProbed() {
    return probesLeft == 0;
  }

  boolean dialsAreDone() {
    return dialsLeft().isEmpty();
  }

  List<Dial> dialsLeft() {
    return lives.stream()
        .filter(life -> !life.vanished)
        .flatMap(life -> life.dials.stream())
        .filter(dial -> !dial.isDone())
        .toList();
  }

  boolean isIdle() {
    Life life = life();
    return life == null || !life.isUp() || life.isIdle(ports.size());
  }

  void stop() {
    Life life = life();
    if (life != null && life.isUp()) {
      life.checkChunks();
      life.stop();
    }
  }

  boolean isOver() {
    return lives.stream().allMatch(life -> life.driver.isOver());
  }

  void checkOver() {
    lives.forEach(Life::checkOver);
    run.verdict.require(
        node.openDescriptors() == 0, node.openDescriptors() + " descriptors left at " + node);
  }

  String describe() {
    Life life = life();
    return node + ": " + (life == null ? "nobody" : life.idleness());
  }

  @Override
  public String toString() {
    return node.name();
  }
}
