package io.jackfield.reactor;

import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketAddress;

/** A port: accepts connections and gives each its protocol. */
final class StreamListener implements ListeningPort, Acceptor.Port, StreamHost {
  private final Reactor reactor;
  private final Acceptor acceptor;
  private final ProtocolFactory factory;
  private final StreamOptions options;

  private int connections;

  StreamListener(
      Reactor reactor,
      Handle handle,
      SocketAddress local,
      ProtocolFactory factory,
      StreamOptions options,
      Runnable closing) {
    this.reactor = reactor;
    this.acceptor = new Acceptor(reactor, handle, local, this, closing);
    this.factory = factory;
    this.options = options;
  }

  void begin() {
    reactor.factories().use(factory);
    reactor.connections().ports().add(this);
    acceptor.begin();
  }

  @Override
  public int room() {
    return options.connectionLimit() - connections;
  }

  @Override
  public boolean build(Handle connection) {
    return build(factory, connection);
  }

  @Override
  public void acceptFailed(IOException failure) {
    factory.acceptFailed(failure);
  }

  @Override
  public void opened(StreamTransport stream) {
    connections++;
    reactor.connections().opened(stream);
  }

  @Override
  public void lost(StreamTransport stream) {
    connections--;
    reactor.connections().lost(stream);
    if (connections == options.connectionLimit() - 1) {
      acceptor.acceptIfWanted();
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
    return acceptor.localAddress();
  }

  @Override
  public int connections() {
    return connections;
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    return acceptor.duplicate();
  }

  @Override
  public void stop() {
    reactor.loop().requireOwner();
    if (acceptor.stop()) {
      stopped();
    }
  }

  @Override
  public void leaveToOthers() {
    reactor.loop().requireOwner();
    if (acceptor.leaveToOthers()) {
      stopped();
    }
  }

  private void stopped() {
    reactor.connections().ports().remove(this);
    reactor.factories().release(factory);
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
  public String toString() {
    return acceptor.toString();
  }
}
