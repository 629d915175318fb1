package io.jackfield.server;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SocketPath;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;

/** How a server's part on a loop comes to the socket that it takes requests from. */
sealed interface LoopSocket permits LoopSocket.Single, CommonSocket {
  /** Listens; by the loop's thread, as all of this. */
  ListeningPort listen(Reactor loop, ProtocolFactory factory, StreamOptions options)
      throws IOException;

  /** That port is about to be left to others: what is not the port's own is to stay. */
  void leaveToOthers();

  /** That port is no more. */
  void closed();

  /** One that no other loop has; the port looks after all that belongs to it. */
  sealed interface Single extends LoopSocket {
    /** Where it is to be bound, or is. */
    SocketAddress at();

    /** Receives datagrams; of options of the socket a given one has those that it has. */
    void bind(Reactor loop, DatagramProtocol protocol, DatagramOptions.Builder options)
        throws IOException;

    /** Whether the socket exists already. */
    boolean isGiven();

    @Override
    default void leaveToOthers() {}

    @Override
    default void closed() {}
  }

  /**
   * One of its own.
   *
   * @param sharesPort whether others are bound there too, by {@code SO_REUSEPORT}
   */
  record Own(SocketAddress at, boolean sharesPort) implements Single {
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
    public void bind(Reactor loop, DatagramProtocol protocol, DatagramOptions.Builder options)
        throws IOException {
      if (sharesPort) {
        options.socketOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      loop.datagrams().listen(at, protocol, options.build());
    }

    @Override
    public boolean isGiven() {
      return false;
    }
  }

  /**
   * One that exists already.
   *
   * @param isInherited whether its file is ours
   */
  record Given(SocketAddress at, PassedDescriptor socket, boolean isInherited) implements Single {
    private SocketPath path() {
      return SocketPath.DEFAULTS.inherited(isInherited);
    }

    @Override
    public ListeningPort listen(Reactor loop, ProtocolFactory factory, StreamOptions options)
        throws IOException {
      int number = socket.takeNumber();
      try {
        return loop.descriptors()
            .listener(number, factory, options.toBuilder().socketPath(path()).build());
      } catch (IOException | UnsupportedOperationException e) { // It was not taken.
        PassedDescriptor.of(number).close();
        throw e;
      }
    }

    @Override
    public void bind(Reactor loop, DatagramProtocol protocol, DatagramOptions.Builder options)
        throws IOException {
      int number = socket.takeNumber();
      try {
        loop.descriptors().datagrams(number, protocol, options.socketPath(path()).build());
      } catch (IOException | UnsupportedOperationException e) {
        PassedDescriptor.of(number).close();
        throw e;
      }
    }

    @Override
    public boolean isGiven() {
      return true;
    }
  }
}
