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

  static Adoption of(int number) throws IOException {
    ProtocolFamily family = SocketCalls.family(intOption(number, "SO_DOMAIN", Abi.SO_DOMAIN));
    int typeNumber = intOption(number, "SO_TYPE", Abi.SO_TYPE);
    for (SocketType type : SocketType.values()) {
      if (type.number == typeNumber && family != null) {
        int adopted = SocketCalls.adopt(number);
        if (adopted < 0) {
          throw Failures.of("fcntl", adopted, null, null);
        }
        return new Adoption(family, type);
      }
    }
    throw new SocketException(
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
