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
import org.jspecify.annotations.Nullable;

/**
 * Where one loop's part of a server has its socket from.
 *
 * @param at where it is to be bound, or is
 * @param sharesPort whether other loops' sockets are bound there too
 * @param given a socket that exists; null for one that is to be opened
 * @param isInherited whether the file of a given one is ours
 */
record LoopSocket(
    SocketAddress at, boolean sharesPort, @Nullable PassedDescriptor given, boolean isInherited) {
  static LoopSocket opened(SocketAddress at, boolean sharesPort) {
    return new LoopSocket(at, sharesPort, null, false);
  }

  private SocketPath path() {
    return SocketPath.DEFAULTS.inherited(isInherited);
  }

  /** By the loop's thread, as the next. */
  ListeningPort listen(Reactor reactor, ProtocolFactory factory, StreamOptions.Builder options)
      throws IOException {
    PassedDescriptor socket = given;
    if (socket == null) {
      if (sharesPort) {
        options.socketOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      return reactor.listen(at, factory, options.build());
    }
    int number = socket.takeNumber();
    try {
      return reactor.descriptors().listener(number, factory, options.socketPath(path()).build());
    } catch (IOException | UnsupportedOperationException e) { // It was not taken.
      PassedDescriptor.of(number).close();
      throw e;
    }
  }

  void bind(Reactor reactor, DatagramProtocol protocol, DatagramOptions.Builder options)
      throws IOException {
    PassedDescriptor socket = given;
    if (socket == null) {
      if (sharesPort) {
        options.socketOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      reactor.datagrams().listen(at, protocol, options.build());
      return;
    }
    int number = socket.takeNumber();
    try {
      reactor.descriptors().datagrams(number, protocol, options.socketPath(path()).build());
    } catch (IOException | UnsupportedOperationException e) {
      PassedDescriptor.of(number).close();
      throw e;
    }
  }
}
