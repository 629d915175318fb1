package io.jackfield.reactor.endpoint;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A socket that this process was given, looked at without being touched: it stays whose it is. */
record PassedSocket(int number, Kind kind) {
  /** What an endpoint can do with it. */
  enum Kind {
    LISTENER("a listening socket"),
    CONNECTION("a connected socket"),
    DATAGRAMS("a datagram socket"),
    CONNECTED_DATAGRAMS("a connected datagram socket");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** {@code SO_ACCEPTCONN} of socket(7). */
  private static final int SO_ACCEPTCONN = 30;

  /** {@code SOCK_STREAM} and {@code SOCK_DGRAM} of socket(2). */
  private static final int STREAM = 1;

  private static final int DATAGRAM = 2;

  /** Throws for what is not open, or is no such socket. */
  static PassedSocket of(Endpoint endpoint, int number) throws EndpointUseException {
    int type = option(number, Abi.SO_TYPE);
    boolean hasPeer = SocketCalls.hasPeer(number);
    if (type == STREAM && option(number, SO_ACCEPTCONN) == 1) {
      return new PassedSocket(number, Kind.LISTENER);
    }
    if (type == STREAM && hasPeer) {
      return new PassedSocket(number, Kind.CONNECTION);
    }
    if (type == DATAGRAM) {
      return new PassedSocket(number, hasPeer ? Kind.CONNECTED_DATAGRAMS : Kind.DATAGRAMS);
    }
    throw new EndpointUseException(
        endpoint,
        "descriptor "
            + number
            + " is "
            + (type == STREAM ? "a socket that neither listens nor is connected" : what(number))
            + "; it must be a socket that listens, is connected, or carries datagrams");
  }

  /** Negative where it is no socket. */
  private static int option(int number, int name) {
    var value = new byte[Integer.BYTES];
    int result = SocketCalls.option(number, Abi.SOL_SOCKET, name, value);
    return result < 0 ? result : ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
  }

  private static String what(int number) {
    try {
      return "'" + Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)) + "'";
    } catch (IOException e) {
      return "not open";
    }
  }
}
