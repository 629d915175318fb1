package io.jackfield.socket;

import java.net.SocketOption;

/**
 * A socket option as the kernel knows it, typed. The constants are in {@link SocketOptions}, {@link
 * IpOptions}, {@link Ipv6Options}, {@link TcpOptions} and {@link UdpOptions}; what has none can be
 * had as bytes by {@link Socket#rawOption}.
 *
 * @param <T> of the value: {@code Boolean}, {@code Integer}, {@code Duration} for times, a record
 *     for structures
 */
public final class KernelOption<T> implements SocketOption<T> {
  private final String name;
  private final Class<T> type;
  private final int level;
  private final int number;
  private final OptionCodec<T> codec;

  KernelOption(String name, Class<T> type, int level, int number, OptionCodec<T> codec) {
    this.name = name;
    this.type = type;
    this.level = level;
    this.number = number;
    this.codec = codec;
  }

  /** As in C: {@code SO_RCVBUF}. */
  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<T> type() {
    return type;
  }

  /** {@code SOL_SOCKET}, {@code IPPROTO_TCP}, …: the second argument of setsockopt(2). */
  public int level() {
    return level;
  }

  /** The option's number on its level: the third argument of setsockopt(2). */
  public int number() {
    return number;
  }

  OptionCodec<T> codec() {
    return codec;
  }

  @Override
  public String toString() {
    return name;
  }
}
