package io.jackfield.reactor.driver;

import static java.util.Map.entry;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NotYetConnectedException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which error number of the kernel's an exception of the JDK's channels stands for.
 *
 * <p>The JDK has thrown the number away: a few it makes a type of, of all others, and within a
 * type, only what strerror(3) says of them is left. That is in the language of the process's
 * locale; where it is not known the type decides, and {@code EIO} stands for the rest. The numbers
 * are Linux's on every system, as everywhere in this package. Source: errno(3), {@code
 * asm-generic/errno.h}.
 */
final class NioErrno {
  static final int ENOENT = 2;
  static final int EIO = 5;
  static final int EBADF = 9;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EACCES = 13;
  static final int ENODEV = 19;
  static final int ENOTDIR = 20;
  static final int EINVAL = 22;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int EPROTO = 71;
  static final int EDESTADDRREQ = 89;
  static final int EMSGSIZE = 90;
  static final int EPROTOTYPE = 91;
  static final int EOPNOTSUPP = 95;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETDOWN = 100;
  static final int ENETUNREACH = 101;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ENOBUFS = 105;
  static final int EISCONN = 106;
  static final int ENOTCONN = 107;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EHOSTDOWN = 112;
  static final int EHOSTUNREACH = 113;
  static final int EALREADY = 114;
  static final int EINPROGRESS = 115;

  /** What the C libraries of Linux and macOS say. */
  private static final Map<String, Integer> WORDS =
      Map.ofEntries(
          entry("No such file or directory", ENOENT),
          entry("Resource temporarily unavailable", EAGAIN),
          entry("Cannot allocate memory", ENOMEM),
          entry("Permission denied", EACCES),
          entry("Not a directory", ENOTDIR),
          entry("Invalid argument", EINVAL),
          entry("Too many open files in system", ENFILE),
          entry("Too many open files", EMFILE),
          entry("No file descriptors available", EMFILE), // musl
          entry("Broken pipe", EPIPE),
          entry("Protocol error", EPROTO),
          entry("Message too long", EMSGSIZE),
          entry("Message too large", EMSGSIZE), // musl
          entry("Protocol wrong type for socket", EPROTOTYPE),
          entry("Operation not supported", EOPNOTSUPP),
          entry("Address family not supported by protocol", EAFNOSUPPORT),
          entry("Address already in use", EADDRINUSE),
          entry("Address in use", EADDRINUSE), // musl
          entry("Cannot assign requested address", EADDRNOTAVAIL),
          entry("Can't assign requested address", EADDRNOTAVAIL), // macOS
          entry("Address not available", EADDRNOTAVAIL), // musl
          entry("Network is down", ENETDOWN),
          entry("Network is unreachable", ENETUNREACH),
          entry("Network unreachable", ENETUNREACH), // musl
          entry("Software caused connection abort", ECONNABORTED),
          entry("Connection reset", ECONNRESET), // the JDK's own
          entry("Connection reset by peer", ECONNRESET),
          entry("No buffer space available", ENOBUFS),
          entry("Transport endpoint is not connected", ENOTCONN),
          entry("Socket is not connected", ENOTCONN), // macOS
          entry("Connection timed out", ETIMEDOUT),
          entry("Operation timed out", ETIMEDOUT), // macOS, musl
          entry("Connection refused", ECONNREFUSED),
          entry("Can't connect to port 0", ECONNREFUSED), // the JDK's own
          entry("Host is down", EHOSTDOWN),
          entry("No route to host", EHOSTUNREACH),
          entry("Host is unreachable", EHOSTUNREACH)); // musl

  private NioErrno() {}

  /** The number, positive. */
  static int of(Exception failure) {
    return switch (failure) {
      case NotYetConnectedException _ -> ENOTCONN;
      case AlreadyConnectedException _ -> EISCONN;
      case ConnectionPendingException _ -> EALREADY;
      case IllegalStateException _, IllegalArgumentException _ ->
          EINVAL; // Bound twice; no address.
      case ClosedChannelException _ -> EBADF;
      case PortUnreachableException _ -> ECONNREFUSED;
      case NoRouteToHostException _ -> EHOSTUNREACH;
      case ConnectException _ -> byWords(failure, ECONNREFUSED);
      case BindException _ -> byWords(failure, EADDRINUSE);
      case ProtocolException _ -> EPROTO;
      default -> byWords(failure, EIO);
    };
  }

  /** Some say what they were doing, after a colon. */
  private static int byWords(Exception failure, int otherwise) {
    String words = failure.getMessage();
    if (words == null) {
      return otherwise;
    }
    int colon = words.indexOf(": ");
    return WORDS.getOrDefault(colon < 0 ? words : words.substring(0, colon), otherwise);
  }

  /** The exception that a driver on the kernel's sockets would throw; the JDK's is its cause. */
  static IOException exception(String call, Exception failure, @Nullable SocketAddress local) {
    IOException ours = exception(call, of(failure), local);
    ours.initCause(failure);
    return ours;
  }

  static IOException exception(String call, int errno, @Nullable SocketAddress local) {
    return new CallFailure(call, new Errno(errno), local, null).exception();
  }
}
