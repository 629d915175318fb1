package io.jackfield.reactor;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes a protocol for each connection. Called by the loop's thread. Source: Twisted's {@code
 * IProtocolFactory}.
 */
@FunctionalInterface
public interface ProtocolFactory {
  /**
   * A protocol for a new connection.
   *
   * @param peer null where it has no address
   * @return null to refuse: the connection is closed at once
   */
  @Nullable Protocol buildProtocol(@Nullable SocketAddress peer);

  /**
   * A connection could not be accepted, for want of a descriptor, say; the port goes on, after a
   * pause. Logged unless overridden.
   */
  default void acceptFailed(IOException failure) {
    System.getLogger(Reactor.class.getName())
        .log(System.Logger.Level.WARNING, failure.getMessage() + "; accepting pauses");
  }

  /** Before the first port or connection that uses this. */
  default void started() {}

  /** After the last port or connection attempt that used this. */
  default void stopped() {}
}
