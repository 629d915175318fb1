package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SocketCalls;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a descriptor from elsewhere is, found out and made like ours.
 *
 * @param family as {@code SO_DOMAIN} says
 * @param type as {@code SO_TYPE} says
 */
record Adoption(ProtocolFamily family, SocketType type) {
  /** Of socket(7). */
  private static final int SO_ACCEPTCONN = 30;

  static Adoption of(int number) throws IOException {
    ProtocolFamily family = SocketCalls.family(intOption(number, "SO_DOMAIN", Abi.SO_DOMAIN));
    SocketType type = typeOf(number);
    if (family == null) {
      throw unknown(number);
    }
    int adopted = SocketCalls.adopt(number);
    if (adopted < 0) {
      throw Failures.of("fcntl", adopted, null, null);
    }
    return new Adoption(family, type);
  }

  /** Of a descriptor that stays as it is. */
  static SocketType typeOf(int number) throws IOException {
    int typeNumber = intOption(number, "SO_TYPE", Abi.SO_TYPE);
    for (SocketType type : SocketType.values()) {
      if (type.number == typeNumber) {
        return type;
      }
    }
    throw unknown(number);
  }

  /** Whether a socket takes connections: {@code SO_ACCEPTCONN}. */
  static boolean isListening(int number) throws IOException {
    return intOption(number, "SO_ACCEPTCONN", SO_ACCEPTCONN) != 0;
  }

  private static SocketException unknown(int number) {
    return new SocketException(
        "descriptor " + number + " is a socket of a family or type unknown here");
  }

  private static int intOption(int number, String name, int option) throws IOException {
    var value = new byte[Integer.BYTES];
    int result = SocketCalls.option(number, Abi.SOL_SOCKET, option, value);
    if (result < 0) {
      throw Failures.of("getsockopt " + name, result, null, null);
    }
    return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getInt();
  }
}
