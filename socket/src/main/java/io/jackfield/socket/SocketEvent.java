package io.jackfield.socket;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened on a socket, or on another descriptor of this package (a pipe, a timer
 * …), as {@link SocketObserver} is told.
 *
 * @param kind what happened
 * @param call the system call's name, as in its manual page: {@code recv}; or {@code TLS handshake}
 * @param descriptor its number; -1 where there is none (a failed open), or it is not known (TLS on
 *     an event loop)
 * @param address the peer; of a bind the own address; null where there is none
 * @param bytes moved by a read or write; of a batch the number of datagrams; else 0
 * @param error why the kernel refused; null unless {@link Kind#FAILED}, and null of a handshake
 * @param startNanos when the call began, {@link System#nanoTime}; {@code endNanos} where nobody
 *     knows: of a request that io_uring(7) has carried out
 * @param endNanos when it ended, waits included
 */
public record SocketEvent(
    Kind kind,
    String call,
    int descriptor,
    @Nullable SocketAddress address,
    long bytes,
    @Nullable Errno error,
    long startNanos,
    long endNanos) {

  /** What can happen. */
  public enum Kind {
    /** A descriptor was opened, or adopted. */
    OPENED,
    /** It took an address. */
    BOUND,
    /** It listens. */
    LISTENING,
    /** A connection was accepted; the descriptor is the new one's. */
    ACCEPTED,
    /** It is connected. */
    CONNECTED,
    /** Something was received, or the end of the stream (0 bytes). */
    READ,
    /** Something was sent. */
    WRITTEN,
    /** A TLS handshake on it is done. */
    SECURED,
    /** It was closed. */
    CLOSED,
    /** The kernel refused a call, or a TLS handshake failed. */
    FAILED,
    /** A call's time was up. */
    TIMED_OUT
  }

  /** How long it took. */
  public long nanos() {
    return endNanos - startNanos;
  }
}
