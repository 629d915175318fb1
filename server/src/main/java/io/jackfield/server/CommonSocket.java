package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One listening socket of the Unix domain that several loops accept from, each by a descriptor of
 * its own: the kernel has no {@code SO_REUSEPORT} there. A connection wakes all that wait, and is
 * whose is the quickest. It is let go with the last of their ports. Any thread.
 */
final class CommonSocket implements LoopSocket {
  private final BoundSocket bound;

  /** How many have a port. */
  private final AtomicInteger ports = new AtomicInteger();

  private CommonSocket(BoundSocket bound) {
    this.bound = bound;
  }

  static CommonSocket open(ServerConfig<?> config) throws IOException {
    return new CommonSocket(
        BoundSocket.open(
            config,
            SocketType.STREAM,
            _ -> {},
            socket -> socket.listen(config.limits().backlog())));
  }

  @Override
  public ListeningPort listen(Reactor loop, ProtocolFactory factory, StreamOptions options)
      throws IOException {
    ports.incrementAndGet();
    try (Socket copy = bound.socket().duplicate()) {
      return loop.descriptors().listener(copy, factory, options);
    } catch (IOException | RuntimeException e) {
      closed();
      throw e;
    }
  }

  @Override
  public void leaveToOthers() {
    bound.leaveToOthers();
  }

  @Override
  public void closed() {
    if (ports.decrementAndGet() == 0) {
      bound.release();
    }
  }
}
