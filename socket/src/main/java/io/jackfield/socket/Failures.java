package io.jackfield.socket;

import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** From a negated errno to the exception that existing {@code catch} clauses know. */
final class Failures {
  private Failures() {}

  static IOException of(
      String call, int result, @Nullable SocketAddress local, @Nullable SocketAddress remote) {
    var failure = new CallFailure(call, new Errno(-result), local, remote);
    return switch (-result) {
      case Errno.EADDRINUSE -> new AddressInUseException(failure);
      case Errno.EADDRNOTAVAIL -> new AddressUnavailableException(failure);
      case Errno.EACCES, Errno.EPERM ->
          call.equals("bind")
              ? new BindDeniedException(failure)
              : new PermissionDeniedException(failure);
      case Errno.ECONNREFUSED -> new ConnectionRefusedException(failure);
      case Errno.ETIMEDOUT -> new ConnectionTimedOutException(failure);
      case Errno.EHOSTUNREACH, Errno.ENETUNREACH -> new UnreachableException(failure);
      case Errno.ECONNRESET, Errno.ECONNABORTED -> new ConnectionResetException(failure);
      case Errno.EPIPE -> new BrokenPipeException(failure);
      case Errno.EMFILE, Errno.ENFILE -> new TooManyOpenFilesException(failure);
      case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT ->
          new UnsupportedSocketException(failure);
      default -> new KernelException(failure);
    };
  }
}
