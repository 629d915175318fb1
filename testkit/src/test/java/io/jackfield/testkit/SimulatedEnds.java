package io.jackfield.testkit;

import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection between two nodes, both ends receiving, run by loops that do nothing else. */
final class SimulatedEnds implements AutoCloseable {
  static final int PORT = 7;

  final SimulatedNetwork network;
  final SimulatedNode clientNode;
  final SimulatedNode serverNode;
  final Driver clientDriver;
  final Driver serverDriver;
  private final Recorder client;
  private @Nullable Recorder server;

  SimulatedEnds(SimulatedNetwork network) throws IOException {
    this.network = network;
    clientNode = network.node("client");
    serverNode = network.node("server");
    clientDriver = drive(clientNode);
    serverDriver = drive(serverNode);
    Recorder listener = open(serverDriver);
    serverDriver.bind(listener.handle, serverNode.address(PORT));
    serverDriver.listen(listener.handle, 16);
    serverDriver.accept(listener.handle, Integer.MAX_VALUE);
    client = open(clientDriver);
    clientDriver.connect(client.handle, serverNode.address(PORT));
    network.runUntil(
        () -> client.connected != null && !listener.accepted.isEmpty(), Duration.ofMinutes(2));
    server = listener.accepted.getFirst();
    clientDriver.receive(client.handle, true);
    serverDriver.receive(server.handle, true);
  }

  /** A driver whose loop waits and tells. */
  Driver drive(SimulatedNode node) {
    Driver driver = node.driver();
    network.drive(
        driver,
        () -> {
          driver.await(Driver.FOR_EVER);
          return driver.complete();
        });
    return driver;
  }

  static Recorder open(Driver driver) throws IOException {
    return new Recorder(driver, driver.open(StandardProtocolFamily.INET, SocketType.STREAM));
  }

  Recorder client() {
    return client;
  }

  Recorder server() {
    return requireNonNull(server);
  }

  @Override
  public void close() {
    clientDriver.close();
    serverDriver.close();
  }
}
