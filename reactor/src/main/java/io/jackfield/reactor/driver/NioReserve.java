package io.jackfield.reactor.driver;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** What {@link ReserveDescriptor} is to the kernel's sockets: a channel to give up for a moment. */
final class NioReserve {
  private @Nullable SocketChannel spare = take();

  private static @Nullable SocketChannel take() {
    try {
      return SocketChannel.open();
    } catch (IOException e) {
      return null;
    }
  }

  /** Accepts a connection and closes it, so that its client learns that it is not served. */
  void turnAway(ServerSocketChannel listener) {
    close();
    try (SocketChannel _ = listener.accept()) {
      // Closed.
    } catch (IOException e) {
      return; // Somebody was quicker; then the client waits.
    }
    spare = take();
  }

  void close() {
    try (SocketChannel _ = spare) {
      spare = null;
    } catch (IOException e) {
      // Its descriptor is free all the same.
    }
  }
}
