package io.jackfield.reactor;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Accepts for a port of any kind: pauses when asked to, and while there is a shortage. */
final class Acceptor implements Completions {
  /** After a connection that could not be accepted for want of something. */
  private static final Duration SHORTAGE_PAUSE = Duration.ofMillis(100);

  /** What it accepts for. */
  interface Port {
    /** How many more connections are wanted, as far as is known by now; 0 for none. */
    int room();

    /** Takes over a connection; false if nobody wants it, which then stays the acceptor's. */
    boolean build(Handle connection);

    /** A connection could not be accepted. */
    void acceptFailed(IOException failure);
  }

  private final Reactor reactor;
  private final Handle handle;
  private final SocketAddress local;
  private final Port port;

  /** Done just before the socket is closed. */
  private final Runnable closing;

  /** Made beforehand: where no descriptor is left, a class that is not loaded cannot be. */
  private final IOException shortOfDescriptors;

  private boolean paused;
  private boolean stopped;

  /** Runs while a shortage is waited out. */
  private @Nullable Timer shortage;

  Acceptor(Reactor reactor, Handle handle, SocketAddress local, Port port, Runnable closing) {
    this.reactor = reactor;
    this.handle = handle;
    this.local = local;
    this.port = port;
    this.closing = closing;
    this.shortOfDescriptors = failure(Abi.EMFILE);
  }

  void begin() {
    handle.attach(this);
    acceptIfWanted();
  }

  /** To be called when whether there is room may have changed. */
  void acceptIfWanted() {
    if (!stopped) {
      reactor.driver().accept(handle, paused || shortage != null ? 0 : port.room());
    }
  }

  @Override
  public void accepted(@Nullable Handle connection, int result) {
    if (connection == null) {
      refused(result == -Abi.EMFILE ? shortOfDescriptors : failure(-result));
      if (result == -Abi.EINVAL) {
        pause(true); // It listens no longer: somebody who has it too has shut it down.
      }
    } else if (!port.build(connection)) {
      reactor.loop().counters().refused();
      reactor.driver().close(connection, false);
    } else {
      acceptIfWanted();
    }
    reactor.loop().settle();
  }

  @Override
  public void turnedAway(IOException why) {
    refused(why);
    reactor.loop().settle();
  }

  private void refused(IOException why) {
    reactor.loop().counters().refused();
    try {
      port.acceptFailed(why);
    } catch (Throwable t) {
      reactor.failed(t, "acceptFailed");
    }
    if (shortage == null) {
      shortage =
          reactor.callLater(
              SHORTAGE_PAUSE,
              () -> {
                shortage = null;
                acceptIfWanted();
              });
    }
    acceptIfWanted();
  }

  private IOException failure(int errno) {
    return new CallFailure("accept", new Errno(errno), local, null).exception();
  }

  SocketAddress localAddress() {
    return local;
  }

  void pause(boolean on) {
    reactor.loop().requireOwner();
    paused = on;
    acceptIfWanted();
  }

  PassedDescriptor duplicate() throws IOException {
    reactor.loop().requireOwner();
    if (stopped) {
      throw new ClosedChannelException();
    }
    return reactor.driver().duplicate(handle);
  }

  /** Closes the port; false if that was done before. */
  boolean stop() {
    return close(closing);
  }

  /** The same, as though the address were not ours. */
  boolean leaveToOthers() {
    return close(() -> {});
  }

  private boolean close(Runnable first) {
    if (stopped) {
      return false;
    }
    stopped = true;
    if (shortage != null) {
      shortage.cancel();
    }
    first.run();
    reactor.driver().close(handle, false);
    return true;
  }

  @Override
  public String toString() {
    return "port " + Addresses.text(local);
  }
}
