package io.jackfield.reactor;

import io.jackfield.socket.Socket;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.OptionalInt;

/**
 * How a Unix socket takes its path in the file system. Whoever binds a path removes it when the
 * socket is closed, unless something else is there by then.
 *
 * @param permissions of the socket's file, 0 to 0777: who may write it may connect and send; empty
 *     for what the umask leaves. They are set before a stream's port listens; a datagram could
 *     arrive a moment earlier
 * @param takesStale whether a socket's file that nobody has bound any more, as a server leaves it
 *     that was killed, makes way. One that is bound by anybody, listening or not, never does, nor
 *     does anything that is no socket. Two servers that find the same stale file at the same moment
 *     may both take it
 * @param inherited whether, of a socket that was passed to this process, the file is its too and
 *     removed at the end: it takes the place of another process, which leaves it behind. Else the
 *     file of such a socket is that of whoever has bound it
 */
public record SocketPath(OptionalInt permissions, boolean takesStale, boolean inherited) {
  /** What the umask leaves; a path that exists is in use. */
  public static final SocketPath DEFAULTS = new SocketPath(OptionalInt.empty(), false, false);

  /** {@code rwxrwxrwx}. */
  public static final int MAX_PERMISSIONS = 0777;

  /** Checks them. */
  public SocketPath {
    if (permissions.isPresent()
        && (permissions.getAsInt() < 0 || permissions.getAsInt() > MAX_PERMISSIONS)) {
      throw new IllegalArgumentException(
          "permissions are 0 to 0777, not 0" + Integer.toOctalString(permissions.getAsInt()));
    }
  }

  /**
   * Binds a socket, as a server does that waits on it: by {@link Socket#bind}, whatever kind of
   * address it is.
   *
   * @return takes the file away, before the socket is closed
   * @throws IllegalArgumentException if more than the defaults is wanted of one that is no path
   */
  public BoundPath bind(Socket socket, SocketAddress local) throws IOException {
    var bound = new BoundPath(local, this);
    bound.bind(() -> socket.bind(local));
    return bound;
  }

  /**
   * The path of a socket that was passed to this process, by any kind of address.
   *
   * @return takes the file away, before the socket is closed, if it is inherited
   */
  public BoundPath passed(SocketAddress local) {
    var bound = new BoundPath(local, DEFAULTS);
    if (inherited) {
      bound.adopt();
    }
    return bound;
  }

  /** Whether it asks for more than the defaults. */
  boolean wantsMore() {
    return takesStale || permissions.isPresent();
  }

  /** The same with these permissions. */
  public SocketPath permissions(int bits) {
    return new SocketPath(OptionalInt.of(bits), takesStale, inherited);
  }

  /** The same that takes a stale path, or does not. */
  public SocketPath takesStale(boolean takes) {
    return new SocketPath(permissions, takes, inherited);
  }

  /** The same whose file was another process's, or was not. */
  public SocketPath inherited(boolean is) {
    return new SocketPath(permissions, takesStale, is);
  }
}
