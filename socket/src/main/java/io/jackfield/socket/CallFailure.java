package io.jackfield.socket;

import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.io.Serializable;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One failed system call.
 *
 * @param call its name, as in its manual page: {@code bind}
 * @param errno what the kernel answered
 * @param local the socket's own address, null where it has none
 * @param remote the peer's address, null where there is none
 */
public record CallFailure(
    String call, Errno errno, @Nullable SocketAddress local, @Nullable SocketAddress remote)
    implements Serializable {

  /**
   * The exception that existing {@code catch} clauses know; it implements {@link KernelFailure}.
   */
  public IOException exception() {
    return switch (errno.number()) {
      case Errno.EADDRINUSE -> new AddressInUseException(this);
      case Errno.EADDRNOTAVAIL -> new AddressUnavailableException(this);
      case Errno.EACCES, Errno.EPERM ->
          call.equals("bind") ? new BindDeniedException(this) : new PermissionDeniedException(this);
      case Errno.ECONNREFUSED -> new ConnectionRefusedException(this);
      case Errno.ETIMEDOUT -> new ConnectionTimedOutException(this);
      case Errno.EHOSTUNREACH, Errno.ENETUNREACH -> new UnreachableException(this);
      case Errno.ECONNRESET, Errno.ECONNABORTED -> new ConnectionResetException(this);
      case Errno.EPIPE -> new BrokenPipeException(this);
      case Errno.EMFILE, Errno.ENFILE -> new TooManyOpenFilesException(this);
      case Errno.EAFNOSUPPORT, Errno.EPROTONOSUPPORT, Errno.ESOCKTNOSUPPORT ->
          new UnsupportedSocketException(this);
      default -> new KernelException(this);
    };
  }

  /** One sentence: {@code bind 127.0.0.1:80: permission denied (EACCES)}. */
  public String message() {
    var text = new StringBuilder(call);
    if (remote != null) {
      text.append(' ').append(Addresses.text(remote));
    } else if (local != null) {
      text.append(' ').append(Addresses.text(local));
    }
    return text.append(": ")
        .append(errno.meaning())
        .append(" (")
        .append(errno.symbol())
        .append(')')
        .toString();
  }
}
