package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What went wrong with a port's messages, until the callback that goes on is over. */
final class DatagramFailures {
  private final DatagramPort port;
  private final boolean ends;
  private final ArrayDeque<IOException> untold = new ArrayDeque<>();
  private boolean refused;

  /** Whom messages without an address are for. */
  private @Nullable SocketAddress peer;

  /**
   * None yet.
   *
   * @param ends whether there is one peer, without which the port is no more
   */
  DatagramFailures(DatagramPort port, boolean ends) {
    this.port = port;
    this.ends = ends;
  }

  void peer(SocketAddress address) {
    peer = address;
  }

  /** Notes it, to be told when the callback that goes on is over. */
  void wentWrong(int result, @Nullable SocketAddress to) {
    if (isTheEnd(result)) {
      port.lose(new Lost(of("sendmsg", result, to)));
    } else if (result == -Abi.ECONNREFUSED && to == null) {
      refused = true;
    } else {
      untold.add(of("sendmsg", result, to));
    }
    port.settleSoon();
  }

  /** As {@link #wentWrong}. */
  void add(IOException failure) {
    untold.add(failure);
    port.settleSoon();
  }

  /** The descriptor itself is of no use, or a connection is over. */
  boolean isTheEnd(int result) {
    return switch (-result) {
      case Abi.EBADF -> true;
      case Abi.EPIPE, Abi.ECONNRESET, Abi.ENOTCONN -> ends;
      default -> false;
    };
  }

  boolean takeRefused() {
    boolean was = refused;
    refused = false;
    return was;
  }

  @Nullable IOException next() {
    return untold.poll();
  }

  IOException of(String call, int result, @Nullable SocketAddress to) {
    return new CallFailure(call, new Errno(-result), null, to != null ? to : peer).exception();
  }
}
