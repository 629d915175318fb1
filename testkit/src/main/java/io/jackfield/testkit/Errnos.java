package io.jackfield.testkit;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The error numbers the simulation answers with. Source: errno(3), Linux. */
final class Errnos {
  static final int ENOENT = 2;
  static final int EAGAIN = 11;
  static final int EINVAL = 22;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int EDESTADDRREQ = 89;
  static final int EMSGSIZE = 90;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETUNREACH = 101;
  static final int ECONNRESET = 104;
  static final int EISCONN = 106;
  static final int ENOTCONN = 107;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EHOSTUNREACH = 113;
  static final int EALREADY = 114;

  private Errnos() {}

  /** The exception that a kernel driver's call would throw. */
  static IOException exception(String call, int errno, @Nullable SocketAddress local) {
    return new CallFailure(call, new Errno(errno), local, null).exception();
  }

  /** {@code ECONNRESET}, or 0 as {@code ok}. */
  static String text(int errno) {
    return errno == 0 ? "ok" : new Errno(errno).symbol();
  }
}
