package io.jackfield.socket.address;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.SocketAddress;
import java.util.Arrays;

/**
 * A Unix domain name that is no path: it lies in no folder, needs no permission, and is gone when
 * the last socket that has it is closed. Written with an {@code @} in front. Source: unix(7).
 */
public final class AbstractUnixAddress extends SocketAddress {
  /** {@code sun_path} less the NUL that marks a name as abstract. */
  public static final int MAX_BYTES = 107;

  private static final long serialVersionUID = 1L;

  private final byte[] name;

  private AbstractUnixAddress(byte[] name) {
    if (name.length == 0 || name.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "an abstract name has 1 to %d bytes; this one has %d".formatted(MAX_BYTES, name.length));
    }
    this.name = name;
  }

  /**
   * The name in UTF-8, without the {@code @}.
   *
   * @throws IllegalArgumentException if it is empty or longer than {@link #MAX_BYTES}
   */
  public static AbstractUnixAddress of(String name) {
    return new AbstractUnixAddress(name.getBytes(UTF_8));
  }

  /** The name as bytes, of which any value may stand anywhere, NUL included. Throws as above. */
  public static AbstractUnixAddress of(byte[] name) {
    return new AbstractUnixAddress(name.clone());
  }

  /** The name's bytes. */
  public byte[] name() {
    return name.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AbstractUnixAddress that && Arrays.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(name);
  }

  @Override
  public String toString() {
    return "@" + new String(name, UTF_8);
  }
}
