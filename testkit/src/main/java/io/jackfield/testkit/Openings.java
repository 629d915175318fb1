package io.jackfield.testkit;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/**
 * What can be told of a connect without asking the network. Each returns a negated errno, or {@link
 * StreamSocket#NOT_YET} where the network will tell.
 */
final class Openings {
  private Openings() {}

  static int begin(StreamSocket socket, SocketAddress remote) {
    if (socket.queue() != null) {
      return -Errnos.EINVAL;
    }
    if (!socket.isOfFamily(remote)) {
      return -Errnos.EAFNOSUPPORT;
    }
    if (!(remote instanceof InetSocketAddress)) {
      return beginUnix(socket, remote);
    }
    SocketAddress local = socket.node.localFor(socket, remote);
    if (local == null) {
      return -Errnos.ENETUNREACH;
    }
    if (socket.bound == null && socket.ports().bind(socket, local) != 0) {
      return -Errnos.EADDRNOTAVAIL;
    }
    SocketAddress withPort = socket.node.localFor(socket, remote);
    socket.open(withPort == null ? local : withPort, remote);
    return StreamSocket.NOT_YET;
  }

  private static int beginUnix(StreamSocket socket, SocketAddress remote) {
    if (!(socket.ports().find(remote, _ -> true) instanceof StreamSocket listener)) {
      return remote instanceof UnixDomainSocketAddress ? -Errnos.ENOENT : -Errnos.ECONNREFUSED;
    }
    AcceptQueue theirs = listener.queue();
    if (theirs == null) {
      return -Errnos.ECONNREFUSED;
    }
    if (theirs.isFull()) {
      return -Errnos.EAGAIN;
    }
    SocketAddress bound = socket.bound;
    socket.open(bound == null ? UnixDomainSocketAddress.of("") : bound, remote);
    return StreamSocket.NOT_YET;
  }
}
