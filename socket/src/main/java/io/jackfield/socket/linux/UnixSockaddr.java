package io.jackfield.socket.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code struct sockaddr_un}: a path, an abstract name, or none. Source: unix(7). */
final class UnixSockaddr {
  /** {@code sun_path} less its final NUL. */
  static final int MAX_PATH_BYTES = 107;

  private static final int PATH_AT = 2;

  /** How the JDK turns a path's characters into the file system's bytes. */
  static final Charset PATHS =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), StandardCharsets.UTF_8);

  private UnixSockaddr() {}

  /** A path as the file system has it. */
  static byte[] bytes(Path path) {
    return path.toString().getBytes(PATHS);
  }

  static int write(Path path, MemorySegment to) throws SocketException {
    byte[] bytes = bytes(path);
    if (bytes.length > MAX_PATH_BYTES) {
      throw new SocketException(
          "the path of a Unix socket has at most %d bytes; this one has %d: %s"
              .formatted(MAX_PATH_BYTES, bytes.length, path));
    }
    to.set(JAVA_SHORT, 0, (short) Abi.AF_UNIX);
    MemorySegment.copy(bytes, 0, to, JAVA_BYTE, PATH_AT, bytes.length);
    if (bytes.length == 0) {
      return PATH_AT; // Unnamed: bind(2) then picks an abstract name.
    }
    to.set(JAVA_BYTE, PATH_AT + bytes.length, (byte) 0);
    return PATH_AT + bytes.length + 1;
  }

  static int write(byte[] abstractName, MemorySegment to) {
    to.set(JAVA_SHORT, 0, (short) Abi.AF_UNIX);
    to.set(JAVA_BYTE, PATH_AT, (byte) 0);
    MemorySegment.copy(abstractName, 0, to, JAVA_BYTE, PATH_AT + 1, abstractName.length);
    return PATH_AT + 1 + abstractName.length;
  }

  static @Nullable SocketAddress read(MemorySegment from, int length) {
    if (length > PATH_AT + 1 && from.get(JAVA_BYTE, PATH_AT) == 0) {
      return AbstractUnixAddress.of(bytes(from, PATH_AT + 1, length - PATH_AT - 1));
    }
    int end = PATH_AT;
    while (end < length && from.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    try {
      return UnixDomainSocketAddress.of(new String(bytes(from, PATH_AT, end - PATH_AT), PATHS));
    } catch (InvalidPathException e) {
      return null; // Bytes that are no characters in this locale: the JDK has no form for them.
    }
  }

  private static byte[] bytes(MemorySegment from, long at, int count) {
    byte[] bytes = new byte[count];
    MemorySegment.copy(from, JAVA_BYTE, at, bytes, 0, count);
    return bytes;
  }
}
