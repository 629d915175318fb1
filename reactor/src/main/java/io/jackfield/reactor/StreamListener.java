package io.jackfield.reactor;

import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.Errno;
import io.jackfield.socket.address.Addresses;
import io.jackfield.socket.linux.Abi;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A port: accepts connections and gives each its protocol. */
final class StreamListener implements ListeningPort, Completions, StreamHost {
  private static final System.Logger LOG = System.getLogger(StreamListener.class.getName());

  /** After a connection that could not be accepted for want of something. */
  private static final Duration SHORTAGE_PAUSE = Duration.ofMillis(100);

  private final Reactor reactor;
  private final Handle handle;
  private final SocketAddress local;

  /** Made beforehand: where no descriptor is left, a class that is not loaded cannot be. */
  private final String name;

  private final ProtocolFactory factory;
  private final StreamOptions options;

  private int connections;
  private boolean paused;
  private boolean stopped;

  /** Runs while a shortage is waited out. */
  private @Nullable Timer shortage;

  StreamListener(
      Reactor reactor,
      Handle handle,
      SocketAddress local,
      ProtocolFactory factory,
      StreamOptions options) {
    this.reactor = reactor;
    this.handle = handle;
    this.local = local;
    this.name = "port " + Addresses.text(local);
    this.factory = factory;
    this.options = options;
  }

  void begin() {
    handle.attach(this);
    reactor.factories().use(factory);
    reactor.ports().add(this);
    acceptIfWanted();
  }

  private void acceptIfWanted() {
    if (!stopped) {
      reactor
          .driver()
          .accept(handle, !paused && shortage == null && connections < options.connectionLimit());
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
    Protocol protocol = null;
    try {
      protocol = factory.buildProtocol(reactor.driver().remoteAddress(connection));
    } catch (Throwable t) {
      reactor.failed(t, "buildProtocol");
    }
    if (protocol == null) {
      reactor.loop().counters().refused();
      reactor.driver().close(connection, false);
      return;
    }
    StreamTransport.of(this, connection, protocol).begin();
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
  public void opened(StreamTransport stream) {
    connections++;
    reactor.streams().add(stream);
    if (connections >= options.connectionLimit()) {
      acceptIfWanted();
    }
  }

  @Override
  public void lost(StreamTransport stream) {
    connections--;
    reactor.streamLost(stream);
    if (connections == options.connectionLimit() - 1) {
      acceptIfWanted();
    }
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public StreamOptions options() {
    return options;
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
    if (stopped) {
      return;
    }
    stopped = true;
    if (shortage != null) {
      shortage.cancel();
    }
    reactor.driver().close(handle, false);
    reactor.ports().remove(this);
    reactor.factories().release(factory);
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
  public String toString() {
    return name;
  }
}
