package io.jackfield.socket;

import io.jackfield.socket.address.Addresses;
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
