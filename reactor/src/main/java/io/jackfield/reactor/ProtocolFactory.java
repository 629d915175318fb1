package io.jackfield.reactor;

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

  /** Before the first port or connection that uses this. */
  default void started() {}

  /** After the last port or connection attempt that used this. */
  default void stopped() {}
}
