package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A port of sequenced packets: each connection it accepts is a {@link DatagramPort}. */
final class PacketListener implements ListeningPort, Acceptor.Port, Resources.Resource {
  private final Reactor reactor;
  private final Acceptor acceptor;
  private final Function<@Nullable SocketAddress, @Nullable DatagramProtocol> factory;
  private final DatagramOptions options;
  private int connections;

  PacketListener(
      Reactor reactor,
      Handle handle,
      SocketAddress local,
      Function<@Nullable SocketAddress, @Nullable DatagramProtocol> factory,
      DatagramOptions options,
      Runnable closing) {
    this.reactor = reactor;
    this.acceptor = new Acceptor(reactor, handle, local, this, closing);
    this.factory = factory;
    this.options = options;
  }

  void begin() {
    reactor.resources().add(this);
    acceptor.begin();
  }

  @Override
  public int room() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean build(Handle connection) {
    DatagramProtocol protocol = null;
    try {
      protocol = factory.apply(reactor.driver().remoteAddress(connection));
    } catch (Throwable t) {
      reactor.failed(t, "the factory");
    }
    if (protocol == null) {
      return false;
    }
    connections++;
    new DatagramPort(reactor, connection, protocol, options, true, () -> connections--).begin();
    return true;
  }

  @Override
  public void acceptFailed(IOException failure) {
    reactor.failed(failure, "accept");
  }

  @Override
  public SocketAddress localAddress() {
    return acceptor.localAddress();
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
    acceptor.pause(true);
  }

  @Override
  public void resume() {
    acceptor.pause(false);
  }

  @Override
  public void end() {
    kill();
  }

  @Override
  public void kill() {
    if (acceptor.stop()) {
      reactor.resourceGone(this);
    }
  }

  @Override
  public String toString() {
    return acceptor.toString();
  }
}
