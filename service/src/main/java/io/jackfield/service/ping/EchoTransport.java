package io.jackfield.service.ping;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What carries echo requests and brings back what comes of them: the kernel, or a test. */
interface EchoTransport extends Closeable {
  /** Where the number of hops a message had left is not known. */
  int UNKNOWN_HOPS = -1;

  /**
   * What arrived.
   *
   * @param message of this transport's own identifier, as far as can be known
   * @param source who sent it; null if that is not known
   * @param bytes how long the message was, its header included
   * @param hopLimit how many hops it had left, or {@link #UNKNOWN_HOPS}
   * @param atNanos when, in {@link System#nanoTime}'s terms
   */
  record Arrival(
      IcmpMessage message, @Nullable InetAddress source, int bytes, int hopLimit, long atNanos) {}

  /** Which requests are its own, 0 to 65,535. */
  int identifier();

  /**
   * Sends a request with {@link #identifier}.
   *
   * @return when, in {@link System#nanoTime}'s terms
   */
  long send(int sequence, ByteBuffer data) throws IOException;

  /**
   * The next to arrive.
   *
   * @param deadlineNanos in {@link System#nanoTime}'s terms
   * @return null if the time is up
   */
  @Nullable Arrival receive(long deadlineNanos) throws IOException;
}
