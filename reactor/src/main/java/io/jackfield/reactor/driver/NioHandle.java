package io.jackfield.reactor.driver;

import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A channel of the JDK's, and what was asked of it that is not done. */
final class NioHandle extends Handle {
  /** A message that waits for room. */
  record Message(ByteBuffer data, @Nullable SocketAddress to) {}

  final ProtocolFamily family;
  final NioOptions options = new NioOptions();

  /** Another one once it listens: the JDK has a class for each. */
  private SelectableChannel channel;

  /** Null until something was waited for. */
  @Nullable SelectionKey key;

  /** What the last wait found, of {@link SelectionKey}'s operations. */
  int ready;

  // What was asked for.
  boolean accepting;
  @Nullable SocketAddress connectingTo;
  boolean receiving;
  boolean receivingMessages;
  @Nullable Outgoing sending;
  @Nullable Message sendingMessage;

  /** When it began to connect, for who observes. */
  long connectStarted;

  /** Whether it waits in the driver's list of handles whose interest may have changed. */
  boolean changed;

  boolean closed;

  /** Of a channel that does not block. */
  NioHandle(SelectableChannel channel, ProtocolFamily family) {
    this.channel = channel;
    this.family = family;
  }

  SelectableChannel channel() {
    return channel;
  }

  /** Takes another channel; the one before is the caller's to close. */
  void replace(SelectableChannel by) {
    if (key != null) {
      key.cancel();
      key = null;
    }
    channel = by;
  }

  boolean listens() {
    return channel instanceof ServerSocketChannel;
  }

  /** Whether it is of messages. */
  boolean isOfMessages() {
    return channel instanceof DatagramChannel;
  }

  /**
   * Of a stream that does not listen.
   *
   * @throws UnsupportedOperationException if it is none
   */
  SocketChannel stream() {
    if (channel instanceof SocketChannel stream) {
      return stream;
    }
    throw NioDriver.refused("streams on a socket of messages, or one that listens");
  }

  /**
   * Of messages.
   *
   * @throws UnsupportedOperationException if it is a stream
   */
  DatagramChannel datagrams() {
    if (channel instanceof DatagramChannel datagrams) {
      return datagrams;
    }
    throw NioDriver.refused("messages on streams");
  }

  /** The operations that what was asked for waits for. */
  int wanted() {
    if (closed) {
      return 0;
    }
    if (connectingTo != null) {
      return SelectionKey.OP_CONNECT;
    }
    return (accepting ? SelectionKey.OP_ACCEPT : 0)
        | (receiving || receivingMessages ? SelectionKey.OP_READ : 0)
        | (sending != null || sendingMessage != null ? SelectionKey.OP_WRITE : 0);
  }
}
