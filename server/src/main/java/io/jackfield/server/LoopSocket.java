package io.jackfield.server;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;

/** How a server's part on a loop comes to the socket that it listens with. */
interface LoopSocket {
  /** Listens. */
  ListeningPort listen(Reactor loop, ProtocolFactory factory, StreamOptions options)
      throws IOException;

  /** That port is no more. */
  void closed();

  /**
   * One of its own.
   *
   * @param sharesPort whether others listen there too, by {@code SO_REUSEPORT}
   */
  record Own(SocketAddress at, boolean sharesPort) implements LoopSocket {
    @Override
    public ListeningPort listen(Reactor loop, ProtocolFactory factory, StreamOptions options)
        throws IOException {
      return loop.listen(
          at,
          factory,
          sharesPort
              ? options.toBuilder().socketOption(StandardSocketOptions.SO_REUSEPORT, true).build()
              : options);
    }

    @Override
    public void closed() {}
  }
}
