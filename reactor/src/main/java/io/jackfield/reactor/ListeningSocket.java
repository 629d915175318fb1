package io.jackfield.reactor;

import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;

/** Opens listening sockets of streams, whoever takes their connections. */
final class ListeningSocket {
  private ListeningSocket() {}

  /** Makes a port of a socket that listens. */
  interface Maker<P> {
    /**
     * Takes over {@code handle}.
     *
     * @param closing to be done just before it is closed
     */
    P make(Handle handle, SocketAddress local, Runnable closing);
  }

  /** Opens one on the reactor; what it throws leaves nothing open. */
  static <P> P open(Reactor reactor, SocketAddress local, StreamOptions options, Maker<P> maker)
      throws IOException {
    reactor.requireOpen();
    Driver driver = reactor.driver();
    Sockets.requirePossible(driver, local, options);
    var path = BoundPath.of(driver, local, options.socketPath());
    Handle handle = Sockets.open(driver, local, SocketType.STREAM);
    try {
      Sockets.configureListener(driver, handle, local, options.socketOptions());
      path.bind(() -> driver.bind(handle, local));
      driver.listen(handle, options.backlog());
      SocketAddress bound = Objects.requireNonNullElse(driver.localAddress(handle), local);
      return maker.make(handle, bound, path::remove);
    } catch (IOException | RuntimeException e) {
      path.remove();
      driver.close(handle, false);
      throw e;
    }
  }
}
