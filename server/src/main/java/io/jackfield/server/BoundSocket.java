package io.jackfield.server;

import io.jackfield.reactor.BoundPath;
import io.jackfield.reactor.SocketPath;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Objects;

/** A server's socket at its address, with the file that it has if that is a path. */
final class BoundSocket implements Taking.Source {
  /** Something to be done to a socket that is being opened. */
  interface Step {
    void on(Socket socket) throws IOException;
  }

  private final Socket socket;
  private final BoundPath path;
  private final SocketAddress address;

  /** Whether others had it before. */
  private final boolean isGiven;

  private BoundSocket(Socket socket, BoundPath path, SocketAddress address, boolean isGiven) {
    this.socket = socket;
    this.path = path;
    this.address = address;
    this.isGiven = isGiven;
  }

  /** Opens one, or takes the one that is given; what it throws leaves nothing behind. */
  static BoundSocket open(ServerConfig<?> config, SocketType type, Step before, Step after)
      throws IOException {
    GivenSockets given = config.given();
    if (given != null) {
      return given(config, given, type, after);
    }
    Socket socket = Socket.openFor(config.address(), type);
    BoundPath path = null;
    try {
      before.on(socket);
      path = config.path().bind(socket, config.address());
      after.on(socket);
      return new BoundSocket(socket, path, Objects.requireNonNull(socket.localAddress()), false);
    } catch (IOException | RuntimeException e) {
      if (path != null) {
        path.remove();
      }
      socket.close();
      throw e;
    }
  }

  /** One that exists already; throws as {@link #open}, and then it is still to be closed. */
  private static BoundSocket given(
      ServerConfig<?> config, GivenSockets given, SocketType type, Step after) throws IOException {
    given.require(config.address(), type);
    Socket socket = given.only().takeSocket();
    try {
      if (type != SocketType.STREAM) { // Those listen already.
        after.on(socket);
      }
      return new BoundSocket(
          socket,
          SocketPath.DEFAULTS.inherited(given.isInherited()).passed(given.address()),
          given.address(),
          true);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  Socket socket() {
    return socket;
  }

  @Override
  public SocketAddress address() {
    return address;
  }

  @Override
  public PassedDescriptor duplicate() throws IOException {
    return PassedDescriptor.duplicateOf(socket);
  }

  @Override
  public synchronized void leaveToOthers() {
    path.leaveToOthers();
  }

  /** Closes it before it served: others that had it before may serve still. */
  void giveUp() {
    if (isGiven) {
      leaveToOthers();
    }
    release();
  }

  /** Closes it, any number of times. Any thread: {@link BoundPath} is for one at a time. */
  @Override
  public synchronized void release() {
    path.remove();
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
