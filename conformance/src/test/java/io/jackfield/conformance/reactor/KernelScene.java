package io.jackfield.conformance.reactor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorBuilder;
import io.jackfield.reactor.ReactorCounts;
import io.jackfield.reactor.Timer;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.EventFd;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.TooManyOpenFilesException;
import io.jackfield.socket.UnsupportedSocketException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** One reactor on the kernel is both server and client, turned by the test's thread. */
final class KernelScene implements World.Scene {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Reactor reactor;
  private final Wire wire;
  private final List<Socket> kept = new ArrayList<>();

  KernelScene(ReactorBuilder.DriverSource driver, Wire wire) throws IOException {
    this.wire = wire;
    reactor = Reactor.builder().driver(driver).stallThreshold(null).build();
    reactor.start();
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public Reactor server() {
    return reactor;
  }

  @Override
  public Reactor client() {
    return reactor;
  }

  @Override
  public void until(BooleanSupplier done) {
    boolean[] late = {false};
    Timer deadline = reactor.callLater(PATIENCE, () -> late[0] = true);
    try {
      while (!done.getAsBoolean()) {
        assertThat(late[0]).as("it takes too long").isFalse();
        int _ = reactor.turn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deadline.cancel();
    }
  }

  @Override
  public void step() {
    reactor.execute(() -> {});
    try {
      int _ = reactor.turn();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A listener that accepts nothing, its queue full: the kernel then drops what comes. */
  @Override
  public SocketAddress silentAddress() throws IOException {
    Socket full = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
    kept.add(full);
    full.bind(anyPort()).listen(0);
    SocketAddress address = requireNonNull(full.localAddress());
    for (int i = 0; i < 2; i++) {
      Socket waiting = Socket.openFor(address, SocketType.STREAM);
      kept.add(waiting);
      waiting.timeout(Duration.ZERO);
      boolean _ = waiting.connect(address);
    }
    return address;
  }

  /** The process has one table of descriptors: eventfds fill it. */
  @Override
  public World.Scarcity exhaustServerDescriptors() throws IOException {
    // What tells of a failure is loaded before: a class file takes a descriptor too.
    assertThatThrownBy(() -> Socket.open(StandardProtocolFamily.INET, SocketType.RELIABLE_DATAGRAM))
        .isInstanceOf(UnsupportedSocketException.class);
    assertThat(new CallFailure("eventfd2", new Errno(24), null, null).exception())
        .isInstanceOf(TooManyOpenFilesException.class);
    try {
      Class.forName("io.jackfield.reactor.driver.NioErrno");
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
    fill(1).close();
    return fill(Integer.MAX_VALUE);
  }

  private static World.Scarcity fill(int atMost) throws IOException {
    List<EventFd> all = new ArrayList<>();
    World.Scarcity end = () -> closeAll(all);
    try {
      for (int i = 0; i < atMost; i++) {
        all.add(EventFd.open());
      }
      return end;
    } catch (TooManyOpenFilesException e) {
      return end;
    }
  }

  private static void closeAll(List<? extends Closeable> all) {
    for (Closeable one : all) {
      try {
        one.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void pass(Duration time) {
    boolean[] over = {false};
    reactor.callLater(time, () -> over[0] = true);
    until(() -> over[0]);
  }

  @Override
  public void close() {
    CompletableFuture<Void> stopped = reactor.stop();
    try {
      boolean[] late = {false};
      reactor.callLater(PATIENCE, () -> late[0] = true);
      while (!stopped.isDone()) {
        assertThat(late[0]).as("stopping takes too long").isFalse();
        int _ = reactor.turn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll(kept);
    ReactorCounts counts = reactor.counts();
    assertThat(counts.closed()).as("connections closed").isEqualTo(counts.opened());
  }
}
