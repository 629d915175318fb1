package io.jackfield.server;

import java.net.SocketAddress;

/** What a handler answers: a conversation or one datagram. */
public sealed interface Request permits StreamRequest, DatagramRequest {
  /** Who asks. An unnamed Unix socket has the empty path. */
  SocketAddress clientAddress();

  /** The server's own address, as it listens. */
  SocketAddress serverAddress();
}
