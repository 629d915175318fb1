package io.jackfield.reactor;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt to connect to one address. */
final class ConnectAttempt implements Completions {
  /** A Unix listener's queue is full, and nothing tells when it is not. */
  private static final Duration QUEUE_PAUSE = Duration.ofMillis(5);

  /** Who wants to know. Just one of the two is called, once, unless the attempt is given up. */
  interface Outcome {
    void connected(ConnectAttempt attempt, Handle handle);

    void failed(ConnectAttempt attempt, IOException why);
  }

  private final Reactor reactor;
  private final SocketAddress to;
  private final StreamOptions options;
  private final Outcome outcome;
  private @Nullable Handle handle;
  private @Nullable Timer deadline;
  private @Nullable Timer retry;
  private boolean over;

  ConnectAttempt(Reactor reactor, SocketAddress to, StreamOptions options, Outcome outcome) {
    this.reactor = reactor;
    this.to = to;
    this.options = options;
    this.outcome = outcome;
  }

  SocketAddress to() {
    return to;
  }

  void begin() {
    Driver driver = reactor.driver();
    try {
      Handle made = Sockets.open(driver, to, SocketType.STREAM);
      handle = made;
      made.attach(this);
      Sockets.configure(driver, made, to, options.socketOptions());
      if (options.localAddress() != null) {
        driver.bind(made, Sockets.ofFamily(options.localAddress(), to));
      }
      long limit = Math.max(1, EventLoop.nanos(options.connectTimeout()));
      if (!driver.connect(made, to, limit)) {
        deadline = reactor.callLater(options.connectTimeout(), this::timedOut);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void connected(int result) {
    Handle made = handle;
    if (over || made == null) {
      return;
    }
    if (result == -Abi.EAGAIN) {
      retry = reactor.callLater(QUEUE_PAUSE, () -> reactor.driver().connect(made, to));
    } else if (result == -Abi.ETIME) {
      timedOut();
    } else if (result < 0) {
      fail(new CallFailure("connect", new Errno(-result), null, to).exception());
    } else {
      end();
      outcome.connected(this, made);
    }
    reactor.loop().settle();
  }

  private void timedOut() {
    String after = options.connectTimeout().toMillis() + " ms";
    fail(
        new SocketTimeoutException("connect " + Addresses.text(to) + ": timed out after " + after));
  }

  private void fail(IOException why) {
    giveUp();
    outcome.failed(this, why);
  }

  /** Ends it without an outcome, unless it has one. */
  void giveUp() {
    if (!over) {
      end();
      if (handle != null) {
        reactor.driver().close(handle, false);
      }
    }
  }

  private void end() {
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
    if (retry != null) {
      retry.cancel();
    }
  }
}
