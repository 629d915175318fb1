package io.jackfield.reactor;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.DescriptorKind;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SignalDescriptor;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs something whenever a signal arrives, until it is closed. For the loop's thread. */
public final class SignalWatch implements AutoCloseable {
  private final Reactor reactor;
  private final SignalDescriptor signals;
  private final Runnable action;
  private final Held held = new Held();
  private @Nullable Handle handle;
  private boolean closed;

  SignalWatch(Reactor reactor, SignalDescriptor signals, Runnable action) {
    this.reactor = reactor;
    this.signals = signals.timeout(Duration.ZERO);
    this.action = action;
  }

  void begin() throws IOException {
    try {
      Handle made = reactor.driver().adopt(signals.descriptor(), DescriptorKind.WATCHED);
      handle = made;
      made.attach(held);
      reactor.driver().watch(made, Abi.READABLE);
      reactor.resources().add(held);
    } catch (IOException e) {
      signals.close();
      throw e;
    }
  }

  /** What the rest of the package sees of it. */
  private final class Held implements Completions, Resources.Resource {
    @Override
    public void ready(int events) {
      try {
        if (signals.take() != null) {
          action.run();
        }
      } catch (Throwable t) {
        reactor.failed(t, "a signal's action");
      }
      reactor.loop().settle();
    }

    @Override
    public void end() {
      kill();
    }

    @Override
    public void kill() {
      if (!closed) {
        closed = true;
        if (handle != null) {
          reactor.driver().close(handle, false);
        }
        try {
          signals.close();
        } catch (IOException e) {
          reactor.failed(e, "closing a signal's descriptor");
        }
        reactor.resourceGone(this);
      }
    }
  }

  /** The signal is handled as before. Does nothing the second time. */
  @Override
  public void close() {
    reactor.loop().requireOwner();
    held.kill();
  }
}
