package io.jackfield.reactor.driver;

import io.jackfield.socket.ReceivedMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a driver tells of one handle; called inside {@link Driver#complete} by the loop's thread,
 * never inside the call that asked. After {@link Driver#close(Handle, boolean)} only {@link
 * #closed} comes.
 *
 * <p>A result below 0 is a negated errno. Each method may ask the driver for anything, closing its
 * own handle and others included.
 */
public interface Completions {
  /** Told of a handle that nobody attached to: a mistake of the caller's. */
  Completions NOBODY = new Completions() {};

  /**
   * A connection was accepted, or could not be.
   *
   * @param connection ready to use, with nobody attached; null if {@code result} is below 0
   * @param result 0 or a negated errno; {@code EMFILE} and its like do not end the accepting
   */
  default void accepted(@Nullable Handle connection, int result) {
    throw new IllegalStateException("accepted: nobody is attached");
  }

  /** A connection was accepted that the driver cannot carry, and closed; accepting goes on. */
  default void turnedAway(IOException why) {
    throw new IllegalStateException("turnedAway: nobody is attached");
  }

  /**
   * The attempt to connect is over.
   *
   * @param result 0 or a negated errno; {@code EAGAIN} if a Unix listener's queue is full
   */
  default void connected(int result) {
    throw new IllegalStateException("connected: nobody is attached");
  }

  /**
   * Bytes of a stream arrived.
   *
   * @param chunk lent for the time of the call; see {@link Chunk#hold}
   * @param from where they begin in it
   * @param to where they end, exclusive; after {@code from}
   */
  default void received(Chunk chunk, int from, int to) {
    throw new IllegalStateException("received: nobody is attached");
  }

  /**
   * A message arrived: a datagram, or bytes of a stream with what came beside them.
   *
   * @param chunk lent as above; the bytes lie from its beginning, and are as many as {@code
   *     message} says or as it has room for
   */
  default void received(Chunk chunk, ReceivedMessage message) {
    throw new IllegalStateException("received: nobody is attached");
  }

  /**
   * The stream's peer will send no more (0), or the stream is broken (a negated errno); receiving
   * has ended. {@code -ENOMEM}, of one that does not receive at the moment too: it has to be given
   * up, since it holds the memory that others would receive into, and there is no more. Of a
   * datagram socket: an error that says something of an earlier send; receiving goes on.
   */
  default void receiveEnded(int result) {
    throw new IllegalStateException("receiveEnded: nobody is attached");
  }

  /** A send that was {@link Driver#PENDING} is done: so many bytes, or a negated errno. */
  default void sent(int result) {
    throw new IllegalStateException("sent: nobody is attached");
  }

  /** A descriptor that is watched is ready for some of the events asked for. */
  default void ready(int events) {
    throw new IllegalStateException("ready: nobody is attached");
  }

  /** The last of all: the handle is closed, and memory given to its operations is free again. */
  default void closed() {}
}
