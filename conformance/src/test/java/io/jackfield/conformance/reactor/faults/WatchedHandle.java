package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import org.jspecify.annotations.Nullable;

/** A handle as a loop sees it, in front of the simulated one. */
final class WatchedHandle extends Handle implements Completions {
  final WatchedDriver driver;
  final Handle inner;
  boolean closed;
  boolean sending;

  WatchedHandle(WatchedDriver driver, Handle inner) {
    this.driver = driver;
    this.inner = inner;
    inner.attach(this);
  }

  @Override
  public void accepted(@Nullable Handle connection, int result) {
    driver.tellAccepted(this, connection == null ? null : driver.watched(connection), result);
  }

  @Override
  public void connected(int result) {
    driver.tellConnected(this, result);
  }

  @Override
  public void received(Chunk chunk, int from, int to) {
    driver.tellReceived(this, chunk, from, to);
  }

  @Override
  public void receiveEnded(int result) {
    driver.tellReceiveEnded(this, result);
  }

  @Override
  public void sent(int result) {
    sending = false;
    driver.tellSent(this, result);
  }

  @Override
  public void closed() {
    driver.tellClosed(this);
  }
}
