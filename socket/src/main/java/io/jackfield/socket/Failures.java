package io.jackfield.socket;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** From a negated errno to its exception. */
final class Failures {
  private Failures() {}

  static IOException of(
      String call, int result, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
    return new CallFailure(call, new Errno(-result), local, remote).exception();
  }
}
