package io.jackfield.socket;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Has an interrupt of the waiting thread end its wait, as it ends a selector's. The JDK offers this
 * to channels, which it closes: so there is one that stands for the wait, and a new one afterwards.
 */
final class InterruptWatch {
  private final WakeUp wakeUp;

  /** Owned by the waiting thread. */
  private Wait wait;

  InterruptWatch(WakeUp wakeUp) {
    this.wakeUp = wakeUp;
    this.wait = new Wait(wakeUp);
  }

  /** By the waiting thread, before it waits; ends the wait if the thread is interrupted already. */
  void begin() {
    if (!wait.isOpen()) {
      wait = new Wait(wakeUp);
    }
    wait.start();
  }

  /** By the waiting thread, after each {@link #begin}. */
  void end() {
    wait.stop();
  }

  private static final class Wait extends AbstractInterruptibleChannel {
    private final WakeUp wakeUp;

    Wait(WakeUp wakeUp) {
      this.wakeUp = wakeUp;
    }

    void start() {
      begin();
    }

    void stop() {
      try {
        end(true);
      } catch (AsynchronousCloseException interrupted) {
        // The wait is over as asked; the thread's interrupt status, still set, tells its caller.
      }
    }

    @Override
    protected void implCloseChannel() {
      wakeUp.request();
    }
  }
}
