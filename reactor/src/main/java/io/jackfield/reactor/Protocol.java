package io.jackfield.reactor;

import java.nio.ByteBuffer;

/**
 * One side of a conversation on a stream: what to do when something happens. The order is always
 * {@link #connectionMade}, then any number of the others, then {@link #connectionLost} once.
 *
 * <p>All methods are called by the loop's thread, one at a time, and must not wait: what takes time
 * belongs to {@link Reactor#deferToThread}. One that throws ends its connection, with what was
 * thrown as the reason, and nothing else. Source: Twisted's {@code IProtocol} and {@code
 * IHalfCloseableProtocol}.
 */
public interface Protocol {
  /** The connection is there; {@code transport} is its other end for us. */
  default void connectionMade(Transport transport) {}

  /**
   * Bytes arrived: as many as the kernel had at once, so any part of a message, or several.
   *
   * @param data at least one byte; read-only, and valid during the call alone
   */
  void dataReceived(ByteBuffer data);

  /**
   * The peer will send no more.
   *
   * @return whether to go on sending; if false the transport is {@linkplain Transport#close closed}
   */
  default boolean endReceived() {
    return false;
  }

  /** What waits to be sent exceeds the high mark: better wait with more. */
  default void writePaused() {}

  /** After {@link #writePaused}: what waits to be sent has come down to the low mark. */
  default void writeResumed() {}

  /**
   * The reactor stops: the time for last words. It waits until the connection has ended.
   *
   * @return false to have the transport closed next, which still sends what was written; true to
   *     close it ourselves, within its {@linkplain StreamOptions#closeTimeout close time-out}
   */
  default boolean stopping() {
    return false;
  }

  /** The connection is no more; what is written now is dropped. */
  default void connectionLost(LossReason reason) {}
}
