package io.jackfield.reactor;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.Errno;
import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.linux.Abi;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A port of sequenced packets: each connection it accepts is a {@link DatagramPort}. */
final class PacketListener implements ListeningPort, Completions, Resources.Resource {
  private static final System.Logger LOG = System.getLogger(PacketListener.class.getName());

  /** After a connection that could not be accepted for want of something. */
  private static final Duration SHORTAGE_PAUSE = Duration.ofMillis(100);

  private final Reactor reactor;
  private final Handle handle;
  private final SocketAddress local;

  /** Made beforehand: where no descriptor is left, a class that is not loaded cannot be. */
  private final String name;

  private final Function<@Nullable SocketAddress, @Nullable DatagramProtocol> factory;
  private final DatagramOptions options;
  private int connections;
  private boolean paused;
  private boolean stopped;
  private @Nullable Timer shortage;

  PacketListener(
      Reactor reactor,
      Handle handle,
      SocketAddress local,
      Function<@Nullable SocketAddress, @Nullable DatagramProtocol> factory,
      DatagramOptions options) {
    this.reactor = reactor;
    this.handle = handle;
    this.local = local;
    this.name = "port " + Addresses.text(local);
    this.factory = factory;
    this.options = options;
  }

  void begin() {
    handle.attach(this);
    reactor.resources().add(this);
    acceptIfWanted();
  }

  private void acceptIfWanted() {
    if (!stopped) {
      reactor.driver().accept(handle, !paused && shortage == null);
    }
  }

  @Override
  public void accepted(@Nullable Handle connection, int result) {
    if (connection == null) {
      refused(-result);
    } else {
      build(connection);
    }
    reactor.loop().settle();
  }

  private void build(Handle connection) {
    DatagramProtocol protocol = null;
    try {
      protocol = factory.apply(reactor.driver().remoteAddress(connection));
    } catch (Throwable t) {
      reactor.failed(t, "the factory");
    }
    if (protocol == null) {
      reactor.loop().counters().refused();
      reactor.driver().close(connection, false);
      return;
    }
    connections++;
    new DatagramPort(reactor, connection, protocol, options, true, () -> connections--).begin();
  }

  private void refused(int errno) {
    reactor.loop().counters().refused();
    Errno why = new Errno(errno);
    LOG.log(
        System.Logger.Level.WARNING,
        name + ": accept: " + why.meaning() + " (" + why.symbol() + "); accepting pauses");
    if (errno == Abi.EINVAL) {
      paused = true; // The driver cannot wait for it, and will not be able to.
    } else if (shortage == null) {
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

  @Override
  public SocketAddress localAddress() {
    return local;
  }

  @Override
  public int connections() {
    return connections;
  }

  @Override
  public void stop() {
    reactor.loop().requireOwner();
    kill();
  }

  @Override
  public void pause() {
    reactor.loop().requireOwner();
    paused = true;
    acceptIfWanted();
  }

  @Override
  public void resume() {
    reactor.loop().requireOwner();
    paused = false;
    acceptIfWanted();
  }

  @Override
  public void end() {
    kill();
  }

  @Override
  public void kill() {
    if (!stopped) {
      stopped = true;
      if (shortage != null) {
        shortage.cancel();
      }
      reactor.driver().close(handle, false);
      reactor.resourceGone(this);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
