package io.jackfield.reactor;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import java.time.Duration;

/**
 * A stream that is over for us: what its peer still sends is thrown away until it ends too, or the
 * time is up. If it were closed at once the kernel would answer what arrives with a reset, which
 * destroys what the peer has not yet read of our last words. Nor is it reset when the time is up: a
 * peer that is slow, and sends nothing, still gets them from the kernel.
 */
final class Lingering implements Completions {
  private final Reactor reactor;
  private final Handle handle;
  private final Timer timer;
  private boolean over;

  Lingering(Reactor reactor, Handle handle, Duration timeout) {
    this.reactor = reactor;
    this.handle = handle;
    this.timer = reactor.callLater(timeout, () -> end(false));
    handle.attach(this);
    reactor.driver().receive(handle, true);
  }

  @Override
  public void received(Chunk chunk, int from, int to) {
    // Thrown away.
  }

  @Override
  public void receiveEnded(int result) {
    end(false);
  }

  /** Does nothing the second time. */
  void end(boolean reset) {
    if (!over) {
      over = true;
      timer.cancel();
      reactor.driver().close(handle, reset);
      reactor.connections().lingeringOver(this);
    }
  }
}
