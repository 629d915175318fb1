package io.jackfield.socket;

import static java.util.Map.entry;

import java.io.Serializable;
import java.util.Map;

/**
 * The kernel's error number, with its symbol and meaning. Source: errno(3); the numbers are those
 * of {@code asm-generic/errno.h}, which x86-64 and aarch64 share.
 *
 * @param number the errno, positive
 */
public record Errno(int number) implements Serializable {
  private static final Map<Integer, String> TABLE =
      Map.ofEntries(
          entry(1, "EPERM operation not permitted"),
          entry(2, "ENOENT no such file or directory"),
          entry(3, "ESRCH no such process"),
          entry(4, "EINTR interrupted by a signal"),
          entry(5, "EIO input/output error"),
          entry(6, "ENXIO no such device or address"),
          entry(9, "EBADF bad file descriptor"),
          entry(11, "EAGAIN would block"),
          entry(12, "ENOMEM out of memory"),
          entry(13, "EACCES permission denied"),
          entry(14, "EFAULT bad memory address"),
          entry(16, "EBUSY device or resource busy"),
          entry(17, "EEXIST exists already"),
          entry(19, "ENODEV no such device"),
          entry(20, "ENOTDIR not a directory"),
          entry(21, "EISDIR is a directory"),
          entry(22, "EINVAL invalid argument"),
          entry(23, "ENFILE too many open files in the system"),
          entry(24, "EMFILE too many open files in the process"),
          entry(25, "ENOTTY not an operation of this device"),
          entry(27, "EFBIG file too large"),
          entry(28, "ENOSPC no space left"),
          entry(29, "ESPIPE no position in this file"),
          entry(30, "EROFS read-only file system"),
          entry(32, "EPIPE broken pipe"),
          entry(36, "ENAMETOOLONG name too long"),
          entry(38, "ENOSYS call not in this kernel"),
          entry(40, "ELOOP too many symbolic links"),
          entry(61, "ENODATA no data"),
          entry(64, "ENONET machine is not on the network"),
          entry(71, "EPROTO protocol error"),
          entry(75, "EOVERFLOW value too large"),
          entry(88, "ENOTSOCK not a socket"),
          entry(89, "EDESTADDRREQ destination address required"),
          entry(90, "EMSGSIZE message too long"),
          entry(91, "EPROTOTYPE wrong protocol type for the socket"),
          entry(92, "ENOPROTOOPT no such option"),
          entry(93, "EPROTONOSUPPORT protocol not supported"),
          entry(94, "ESOCKTNOSUPPORT socket type not supported"),
          entry(95, "EOPNOTSUPP operation not supported"),
          entry(96, "EPFNOSUPPORT protocol family not supported"),
          entry(97, "EAFNOSUPPORT address family not supported"),
          entry(98, "EADDRINUSE address already in use"),
          entry(99, "EADDRNOTAVAIL not an address of this machine"),
          entry(100, "ENETDOWN network is down"),
          entry(101, "ENETUNREACH network unreachable"),
          entry(102, "ENETRESET connection dropped by the network"),
          entry(103, "ECONNABORTED connection aborted"),
          entry(104, "ECONNRESET connection reset by the peer"),
          entry(105, "ENOBUFS no buffer space left"),
          entry(106, "EISCONN already connected"),
          entry(107, "ENOTCONN not connected"),
          entry(108, "ESHUTDOWN sending was shut down"),
          entry(109, "ETOOMANYREFS too many descriptors under way"),
          entry(110, "ETIMEDOUT connection timed out"),
          entry(111, "ECONNREFUSED connection refused"),
          entry(112, "EHOSTDOWN host is down"),
          entry(113, "EHOSTUNREACH no route to host"),
          entry(114, "EALREADY already in progress"),
          entry(115, "EINPROGRESS in progress"),
          entry(122, "EDQUOT disk quota exceeded"),
          entry(125, "ECANCELED canceled"));

  // Those that decide which exception is thrown.
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EACCES = 13;
  static final int ENFILE = 23;
  static final int EMFILE = 24;
  static final int EPIPE = 32;
  static final int EPROTONOSUPPORT = 93;
  static final int ESOCKTNOSUPPORT = 94;
  static final int EAFNOSUPPORT = 97;
  static final int EADDRINUSE = 98;
  static final int EADDRNOTAVAIL = 99;
  static final int ENETUNREACH = 101;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ETIMEDOUT = 110;
  static final int ECONNREFUSED = 111;
  static final int EHOSTUNREACH = 113;

  /** The name in {@code errno.h}: {@code EADDRINUSE}; {@code E999} for a number without one. */
  public String symbol() {
    String row = TABLE.get(number);
    return row == null ? "E" + number : row.substring(0, row.indexOf(' '));
  }

  /** In words, lower case, without a full stop: {@code address already in use}. */
  public String meaning() {
    String row = TABLE.get(number);
    return row == null ? "unknown error " + number : row.substring(row.indexOf(' ') + 1);
  }

  @Override
  public String toString() {
    return symbol();
  }
}
