package io.jackfield.tls;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A handshake under way, as those who observe sockets are told; made while there are any. On a loop
 * the descriptor is -1: a transport has none, since not every driver does. There the peer's address
 * tells connections apart.
 */
record ObservedHandshake(long started, int descriptor, @Nullable SocketAddress peer) {
  private static final String CALL = "TLS handshake";

  /** One that begins now. */
  ObservedHandshake(int descriptor, @Nullable SocketAddress peer) {
    this(SocketObservers.begin(), descriptor, peer);
  }

  void done() {
    SocketObservers.end(started, Kind.SECURED, CALL, descriptor, peer, 0);
  }

  void failed() {
    SocketObservers.failed(started, Kind.FAILED, CALL, descriptor, peer, null);
  }
}
