package io.jackfield.reactor;

import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
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

  /**
   * Another descriptor of its socket, for another process that is to take connections too; the
   * caller's to close.
   *
   * @throws UnsupportedOperationException if it is several sockets, or the driver has no
   *     descriptors
   * @throws IOException if no descriptor is left
   */
  default PassedDescriptor duplicate() throws IOException {
    throw new UnsupportedOperationException("several sockets are one port here");
  }

  /**
   * As {@link #stop}, but for the file of a Unix socket: that stays, for who has a {@link
   * #duplicate}.
   */
  default void leaveToOthers() {
    stop();
  }

  /**
   * Takes none for a while; they wait in the kernel's queue, or in the driver where it has accepted
   * some ahead (io_uring), which come first afterwards, and end with the port.
   */
  void pause();

  void resume();
}
