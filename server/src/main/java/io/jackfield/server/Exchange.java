package io.jackfield.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * The rules of one conversation without input and output: what arrives goes in, what is to be
 * answered comes out. Written once, it is run by a thread that waits ({@link ExchangeHandler}) and
 * by an event loop, which does not ({@link Engine#eventLoop()}).
 *
 * <p>Called in this order: {@link #begin}, {@link #received} any number of times, {@link #ended}
 * unless it said that it is over; by one thread at a time, and it must not wait for anything but
 * what {@link Answer#write} waits for.
 */
public interface Exchange {
  /** Where answers go. */
  @FunctionalInterface
  interface Answer {
    /**
     * Takes what {@code bytes} has left; the buffer is the caller's again.
     *
     * @throws IOException if the client cannot be reached any more; an event loop never throws it
     */
    void write(ByteBuffer bytes) throws IOException;

    /** As {@link #write(ByteBuffer)}. */
    default void write(byte[] bytes) throws IOException {
      write(ByteBuffer.wrap(bytes));
    }
  }

  /** How a conversation goes on. */
  enum Next {
    /** The client may say more. */
    MORE,
    /** All is answered: the conversation ends when the answers are sent. */
    DONE,
    /** As {@link #DONE}, in the midst of something that the client may still be sending. */
    CUT_OFF
  }

  /** The client is connected, and has said nothing yet. */
  default void begin(SocketAddress client, Answer answer) throws IOException {}

  /**
   * The client has said something.
   *
   * @param chunk what one receive delivered, 1 to {@link RequestInput#CHUNK_BYTES} bytes; valid
   *     during the call, and perhaps read-only
   */
  Next received(ByteBuffer chunk, Answer answer) throws IOException;

  /** The client says no more, or the server stops and nothing is unanswered. */
  default void ended(Answer answer) throws IOException {}

  /**
   * Whether a message has begun and is not whole, so that a server that stops lets the client
   * finish it.
   */
  default boolean isMidway() {
    return false;
  }
}
