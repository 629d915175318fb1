package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorCounts;
import io.jackfield.testkit.LinkProfile;
import io.jackfield.testkit.Quirks;
import io.jackfield.testkit.SimulatedNetwork;
import io.jackfield.testkit.SimulatedNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** A server and a client on two nodes of a simulated network. */
final class SimulatedScene implements World.Scene {
  /** Virtual, so that it costs nothing. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final SimulatedNetwork network;
  private final SimulatedNode serverNode;
  private final SimulatedNode clientNode;
  private final Wire wire;
  private final Reactor server;
  private final Reactor client;

  SimulatedScene(long seed, Quirks quirks, LinkProfile links, Wire wire) throws IOException {
    this.wire = wire;
    network = new SimulatedNetwork(seed);
    network.quirks(quirks);
    network.links(links);
    serverNode = network.node("server");
    clientNode = network.node("client");
    server = reactor(serverNode);
    client = reactor(clientNode);
  }

  private Reactor reactor(SimulatedNode node) throws IOException {
    var driver = node.driver();
    Reactor made =
        Reactor.builder()
            .driver(() -> driver)
            .stallThreshold(null)
            .resolver(name -> CompletableFuture.failedFuture(new UnknownHostException(name)))
            .pool(Runnable::run)
            .build();
    made.start();
    network.drive(driver, made::turn);
    return made;
  }

  @Override
  public Reactor server() {
    return server;
  }

  @Override
  public Reactor client() {
    return client;
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public InetSocketAddress anyPort() {
    return serverNode.address(0);
  }

  @Override
  public void until(BooleanSupplier done) {
    network.runUntil(done, PATIENCE);
  }

  @Override
  public void step() {
    boolean _ = network.step();
  }

  @Override
  public SocketAddress silentAddress() {
    SimulatedNode silent = network.node("silent");
    network.partition(clientNode, silent);
    return silent.address(1);
  }

  @Override
  public World.Scarcity exhaustServerDescriptors() {
    serverNode.limitDescriptors(serverNode.openDescriptors());
    return () -> serverNode.limitDescriptors(SimulatedNode.DEFAULT_DESCRIPTORS);
  }

  @Override
  public void pass(Duration time) {
    network.runFor(time);
  }

  @Override
  public void close() {
    CompletableFuture<Void> one = server.stop();
    CompletableFuture<Void> other = client.stop();
    until(() -> one.isDone() && other.isDone());
    for (Reactor reactor : new Reactor[] {server, client}) {
      ReactorCounts counts = reactor.counts();
      assertThat(counts.closed()).as("connections closed").isEqualTo(counts.opened());
    }
    assertThat(serverNode.openDescriptors() + clientNode.openDescriptors())
        .as("descriptors left open")
        .isZero();
  }
}
