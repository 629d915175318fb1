package io.jackfield.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One driver, driven by hand, with sockets of which both ends are its own. */
final class Rig implements AutoCloseable {
  static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  private static final long TURN_NANOS = 5_000_000;
  private static final int TURNS = 4_000;

  final Driver driver;
  private final List<Recorder> all = new ArrayList<>();

  Rig(DriverKind kind) throws IOException {
    driver = kind.open();
  }

  /** Both ends of a connection. */
  record Pair(Recorder client, Recorder server) {}

  void turn() throws IOException {
    driver.await(TURN_NANOS);
    assertThat(driver.complete()).isNotNegative();
  }

  void turnUntil(String what, BooleanSupplier condition) throws IOException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("waiting until " + what).isLessThan(TURNS);
      turn();
    }
  }

  /** Some turns in which nothing is expected to happen. */
  void idle() throws IOException {
    for (int i = 0; i < 5; i++) {
      turn();
    }
  }

  Recorder open(SocketType type) throws IOException {
    return keep(new Recorder(driver, driver.open(StandardProtocolFamily.INET, type)));
  }

  Recorder keep(Recorder recorder) {
    all.add(recorder);
    return recorder;
  }

  Recorder listen(int backlog) throws IOException {
    Recorder listener = open(SocketType.STREAM);
    driver.bind(listener.handle, LOOPBACK);
    driver.listen(listener.handle, backlog);
    return listener;
  }

  SocketAddress address(Recorder of) {
    return requireNonNull(driver.localAddress(of.handle));
  }

  Recorder connect(SocketAddress to) throws IOException {
    Recorder client = open(SocketType.STREAM);
    driver.connect(client.handle, to);
    assertThat(client.connected).as("told inside the call").isNull();
    return client;
  }

  Pair pair() throws IOException {
    Recorder listener = listen(16);
    driver.accept(listener.handle, Integer.MAX_VALUE);
    Recorder client = connect(address(listener));
    turnUntil(
        "both ends are connected", () -> client.connected != null && !listener.accepted.isEmpty());
    assertThat(client.connected).isZero();
    listener.close(false);
    return new Pair(client, keep(listener.accepted.getFirst()));
  }

  /** Closes what is open, and sees that all of it is told and no memory is held. */
  @Override
  public void close() throws IOException {
    for (Recorder one : all) {
      one.accepted.forEach(connection -> {
        if (!connection.closing) {
          connection.close(true);
        }
      });
      if (!one.closing) {
        one.close(true);
      }
    }
    turnUntil("all is closed", () -> all.stream().allMatch(one -> one.closed == 1));
    assertThat(driver.sendChunks().inUse()).isZero();
    driver.close();
  }
}
