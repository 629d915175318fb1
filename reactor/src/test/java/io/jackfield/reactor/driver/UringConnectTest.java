package io.jackfield.reactor.driver;

import static io.jackfield.reactor.driver.UringRig.turn;
import static io.jackfield.reactor.driver.UringRig.turnUntil;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.UringLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connecting for so long at most, by a request that is linked with its limit. */
@ParameterizedClass
@EnumSource
final class UringConnectTest {
  private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONG = TimeUnit.MINUTES.toNanos(1);

  /** Whoever connects: what it was told. */
  private static final class Caller implements Completions {
    final Handle handle;
    final List<Integer> outcomes = new ArrayList<>();
    boolean closed;

    Caller(Handle handle) {
      this.handle = handle;
      handle.attach(this);
    }

    @Override
    public void connected(int result) {
      outcomes.add(result);
    }

    @Override
    public void closed() {
      closed = true;
    }
  }

  private final UringLevel level;
  private final List<AutoCloseable> kept = new ArrayList<>();
  private final List<Caller> callers = new ArrayList<>();
  private UringDriver driver;

  UringConnectTest(UringLevel level) {
    this.level = level;
  }

  @BeforeEach
  void open() throws IOException {
    driver = UringDriver.open(8, 64, level); // More is asked than fits at a time.
  }

  @AfterEach
  void close() throws Exception {
    callers.forEach(each -> driver.close(each.handle, true));
    turnUntil(driver, () -> callers.stream().allMatch(each -> each.closed));
    driver.close();
    for (AutoCloseable each : kept) {
      each.close();
    }
  }

  private Caller caller(StandardProtocolFamily family) throws IOException {
    var made = new Caller(driver.open(family, SocketType.STREAM));
    callers.add(made);
    return made;
  }

  private Caller connect(SocketAddress to, long limitNanos) throws IOException {
    Caller made = caller(StandardProtocolFamily.INET);
    assertThat(driver.connect(made.handle, to, limitNanos)).isTrue();
    return made;
  }

  private SocketAddress listen(SocketAddress local, int backlog) throws IOException {
    Socket listener = Socket.openFor(local, SocketType.STREAM);
    kept.add(listener);
    listener.bind(local).listen(backlog);
    return requireNonNull(listener.localAddress());
  }

  private SocketAddress listen(int backlog) throws IOException {
    return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), backlog);
  }

  /** A listener whose queue is full: the kernel answers nobody. */
  private SocketAddress silentAddress() throws IOException {
    SocketAddress silent = listen(0);
    fill(silent);
    return silent;
  }

  private void fill(SocketAddress silent) throws IOException {
    for (int i = 0; i < 2; i++) {
      Socket waiting = Socket.openFor(silent, SocketType.STREAM);
      kept.add(waiting);
      waiting.timeout(Duration.ZERO);
      boolean _ = waiting.connect(silent);
    }
  }

  private void passTwoLimits() throws IOException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < 2 * LIMIT_NANOS) {
      turn(driver);
    }
  }

  @Test
  void whoIsInTimeHearsNothingOfTheLimit() throws Exception {
    Caller caller = connect(listen(4), LIMIT_NANOS);
    turnUntil(driver, () -> !caller.outcomes.isEmpty());
    Caller next = connect(silentAddress(), LONG); // In the same place among the driver's.
    passTwoLimits();
    assertThat(caller.outcomes).containsExactly(0);
    assertThat(next.outcomes).isEmpty();
  }

  @Test
  void whoIsNotIsToldSoOnceAndNotBefore() throws Exception {
    SocketAddress silent = silentAddress();
    long begun = System.nanoTime();
    Caller caller = connect(silent, LIMIT_NANOS);
    turnUntil(driver, () -> !caller.outcomes.isEmpty());
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(LIMIT_NANOS);
    turn(driver);
    turn(driver);
    assertThat(caller.outcomes).containsExactly(-Abi.ETIME);
  }

  @Test
  void aRefusalIsToldAsSuch() throws Exception {
    SocketAddress gone = listen(4);
    kept.removeLast().close();
    Caller caller = connect(gone, LONG);
    turnUntil(driver, () -> !caller.outcomes.isEmpty());
    assertThat(caller.outcomes).containsExactly(-Abi.ECONNREFUSED);
  }

  /** More than the ring holds, and than there is memory for their limits. */
  @Test
  void manyAtATimeEachHaveTheirOwn() throws Exception {
    SocketAddress there = listen(200);
    SocketAddress silent = silentAddress();
    List<Caller> made = new ArrayList<>();
    List<Caller> late = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      made.add(connect(there, LONG));
      late.add(connect(silent, LIMIT_NANOS));
    }
    turnUntil(driver, () -> callers.stream().noneMatch(each -> each.outcomes.isEmpty()));
    assertThat(made).allMatch(each -> each.outcomes.equals(List.of(0)));
    assertThat(late).allMatch(each -> each.outcomes.equals(List.of(-Abi.ETIME)));
  }

  @Test
  void theShortestAndTheLongestLimit() throws Exception {
    Caller hasty = connect(silentAddress(), 1);
    Caller patient = connect(listen(4), Driver.FOR_EVER);
    turnUntil(driver, () -> !hasty.outcomes.isEmpty() && !patient.outcomes.isEmpty());
    assertThat(hasty.outcomes).containsExactly(-Abi.ETIME);
    assertThat(patient.outcomes).containsExactly(0);
  }

  @Test
  void whoClosesHearsOfNothingElse() throws Exception {
    Caller caller = connect(silentAddress(), LIMIT_NANOS);
    turn(driver);
    driver.close(caller.handle, false);
    turnUntil(driver, () -> caller.closed);
    passTwoLimits();
    assertThat(caller.outcomes).isEmpty();
  }

  /** What else is waited for on the same descriptor is another request. */
  @Test
  void watchingItDoesNotMakeTheLimitLonger() throws Exception {
    long begun = System.nanoTime();
    Caller caller = connect(silentAddress(), 10 * LIMIT_NANOS);
    for (int turns = 0; caller.outcomes.isEmpty(); turns++) {
      // Each is another event than that which is waited for: the request is made anew.
      driver.watch(caller.handle, turns % 2 == 0 ? Abi.PRIORITY : Abi.READABLE);
      turn(driver);
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(10));
    }
    assertThat(caller.outcomes).containsExactly(-Abi.ETIME);
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(10 * LIMIT_NANOS);
  }

  /** Nothing tells when there is room, so who asks has to ask again, and to keep the limit. */
  @Test
  void whereAUnixListenersQueueIsFullThereIsNoLimit(@TempDir Path folder) throws Exception {
    SocketAddress full = listen(UnixDomainSocketAddress.of(folder.resolve("full")), 0);
    Socket waiting = Socket.openFor(full, SocketType.STREAM);
    kept.add(waiting);
    waiting.connect(full);
    Caller caller = caller(StandardProtocolFamily.UNIX);
    assertThat(driver.connect(caller.handle, full, LIMIT_NANOS)).isFalse();
    turnUntil(driver, () -> !caller.outcomes.isEmpty());
    assertThat(caller.outcomes).containsExactly(-Abi.EAGAIN);
  }
}
