package io.jackfield.reactor;

import io.jackfield.socket.ReceivedMessage;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What to do with the messages of one socket: UDP, Unix datagrams, sequenced packets. The order is
 * always {@link #bound}, then any number of the others, then {@link #stopped} once.
 *
 * <p>All methods are called by the loop's thread, one at a time, and must not wait. <b>One that
 * throws</b> is logged, and the port goes on: a message comes from anybody, and one that a parser
 * chokes on must not end the service for all others. Two exceptions: where {@link #bound} throws
 * the port is closed, and so is a connection of sequenced packets whatever throws, since its
 * messages come from one peer; what was thrown is the reason then. Source: Twisted's {@code
 * DatagramProtocol}, whose ports log and go on as well.
 */
public interface DatagramProtocol {
  /** The socket has its address; {@code transport} sends by it. */
  default void bound(DatagramTransport transport) {}

  /**
   * A message arrived, whole.
   *
   * @param data its bytes, perhaps none; read-only, and valid during the call alone
   * @param from null where the sender has no address: an unnamed Unix socket
   */
  void datagramReceived(ByteBuffer data, @Nullable SocketAddress from);

  /**
   * A message arrived: for those who want to know more of it than the sender. Without an override
   * it is handed to the method above.
   *
   * @param data as much of it as there was room for
   * @param message what is known of it. Descriptors in it that are not taken during the call are
   *     closed after it
   * @throws TruncatedDatagramException by default, if the message is longer than {@code data}: a
   *     part is never taken for the whole in silence
   */
  default void datagramReceived(ByteBuffer data, ReceivedMessage message) {
    if (message.truncated()) {
      throw new TruncatedDatagramException(message.length(), data.remaining());
    }
    datagramReceived(data, message.source());
  }

  /**
   * Nobody listens where an earlier message was sent to: the peer's machine said so by ICMP. Told
   * of a connected socket alone; the kernel tells others nothing. The port goes on.
   */
  default void connectionRefused() {}

  /**
   * A message that waited could not be sent, or the network said later that one was not delivered.
   * It is lost; the port goes on.
   */
  default void sendFailed(IOException failure) {}

  /** At least half of the queue is in use: better wait with more. */
  default void writePaused() {}

  /** After {@link #writePaused}: no more than a quarter of the queue is in use. */
  default void writeResumed() {}

  /** The port is no more; what is sent now is dropped. */
  default void stopped(LossReason reason) {}
}
