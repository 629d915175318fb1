package io.jackfield.reactor.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;

/** A Unix socket's name, from and to the part of an endpoint after its scheme. */
final class UnixText {
  /** {@code sun_path} of unix(7) less the NUL at its end. */
  private static final int MAX_PATH_BYTES = 107;

  private UnixText() {}

  static SocketAddress read(String body) throws PercentText.Fault {
    if (body.startsWith("@")) {
      byte[] name;
      try {
        name = PercentText.decode(body.substring(1));
      } catch (PercentText.Fault fault) {
        throw new PercentText.Fault(fault.index + 1, fault.why());
      }
      if (name.length == 0 || name.length > AbstractUnixAddress.MAX_BYTES) {
        throw new PercentText.Fault(
            1,
            "an abstract name has 1 to %d bytes, not %d"
                .formatted(AbstractUnixAddress.MAX_BYTES, name.length));
      }
      return AbstractUnixAddress.of(name);
    }
    String path = readPath(body);
    int bytes = path.getBytes(UTF_8).length;
    if (bytes > MAX_PATH_BYTES) {
      throw new PercentText.Fault(
          body.length() - 1,
          "a Unix socket's path has %d bytes at most, not %d; a relative one may be shorter"
              .formatted(MAX_PATH_BYTES, bytes));
    }
    try {
      return UnixDomainSocketAddress.of(path);
    } catch (InvalidPathException e) {
      throw new PercentText.Fault(0, "this system cannot write the path: " + e.getReason());
    }
  }

  /** {@code ///a}, {@code /a} or {@code a}. */
  static String readPath(String body) throws PercentText.Fault {
    if (body.startsWith("//") && !body.startsWith("///")) {
      throw new PercentText.Fault(2, "a path has no host: write /path, ///path or a relative one");
    }
    int skipped = body.startsWith("//") ? 2 : 0;
    String path;
    try {
      path = PercentText.decodeText(body.substring(skipped));
    } catch (PercentText.Fault fault) {
      throw new PercentText.Fault(fault.index + skipped, fault.why());
    }
    if (path.isEmpty()) {
      throw new PercentText.Fault(0, "the path is missing");
    }
    return path;
  }

  static String write(SocketAddress address) {
    if (address instanceof AbstractUnixAddress named) {
      return "@" + PercentText.encode(named.name(), "?");
    }
    String path = address.toString();
    String text = PercentText.encode(path, "?");
    if (path.startsWith("@")) {
      text = "%40" + text.substring(1);
    }
    return path.startsWith("/") ? "//" + text : text;
  }

  static void require(SocketAddress address) {
    if (address instanceof AbstractUnixAddress) {
      return;
    }
    if (!(address instanceof UnixDomainSocketAddress unix)) {
      throw new IllegalArgumentException("not the address of a Unix socket: " + address);
    }
    String path = PercentText.requireText(unix.getPath().toString());
    int bytes = path.getBytes(UTF_8).length;
    if (bytes == 0 || bytes > MAX_PATH_BYTES) {
      throw new IllegalArgumentException(
          "a Unix socket's path has 1 to %d bytes, not %d".formatted(MAX_PATH_BYTES, bytes));
    }
  }
}
