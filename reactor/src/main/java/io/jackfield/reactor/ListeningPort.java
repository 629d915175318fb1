package io.jackfield.reactor;

import java.net.SocketAddress;
import java.util.List;

/** A port that takes connections, until it is stopped. For the loop's thread. */
public interface ListeningPort {
  /** The address it has; a port of 0 that was asked for shows as what it became. */
  SocketAddress localAddress();

  /** All that it has: several where several sockets are one port. The first is as above. */
  default List<SocketAddress> localAddresses() {
    return List.of(localAddress());
  }

  /** How many of its connections are open. */
  int connections();

  /** Takes no further connection; those that are open go on. Does nothing the second time. */
  void stop();

  /** Takes none for a while; they wait in the kernel's queue. */
  void pause();

  void resume();
}
