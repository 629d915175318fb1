package io.jackfield.socket;

import java.net.SocketOption;
import org.jspecify.annotations.Nullable;

/**
 * A socket option as the kernel knows it, typed. The constants are in {@link SocketOptions}, {@link
 * UnixOptions}, {@link TimestampOptions}, {@link FilterOptions}, {@link IpOptions}, {@link
 * IpMulticastOptions}, {@link Ipv6Options}, {@link Ipv6HeaderOptions}, {@link
 * Ipv6MulticastOptions}, {@link TcpOptions}, {@link TcpRepairOptions} and {@link UdpOptions}; what
 * has none can be had as bytes by {@link Socket#rawOption}.
 *
 * @param <T> of the value: {@code Boolean}, {@code Integer}, {@code Long}, {@code Duration} for
 *     times, {@code String} for names, a record of {@link io.jackfield.socket.option} for
 *     structures, {@code byte[]} for what has no fixed form
 */
public final class KernelOption<T> implements SocketOption<T> {
  /** What can be done with an option. */
  enum Access {
    READ_AND_WRITE,
    READ,
    WRITE
  }

  private final String name;
  private final int level;
  private final int number;
  private final OptionCodec<T> codec;
  private final Access access;
  private final byte @Nullable [] question;

  KernelOption(String name, int level, int number, OptionCodec<T> codec, Access access) {
    this(name, level, number, codec, access, null);
  }

  private KernelOption(
      String name,
      int level,
      int number,
      OptionCodec<T> codec,
      Access access,
      byte @Nullable [] question) {
    this.name = name;
    this.level = level;
    this.number = number;
    this.codec = codec;
    this.access = access;
    this.question = question;
  }

  /** As in C: {@code SO_RCVBUF}. */
  @Override
  public String name() {
    return name;
  }

  @Override
  public Class<T> type() {
    return codec.type();
  }

  /** {@code SOL_SOCKET}, {@code IPPROTO_TCP}, …: the second argument of setsockopt(2). */
  public int level() {
    return level;
  }

  /** The option's number on its level: the third argument of setsockopt(2). */
  public int number() {
    return number;
  }

  /** Whether the kernel can be asked for it. */
  public boolean isReadable() {
    return access != Access.WRITE;
  }

  /** Whether it can be set. */
  public boolean isWritable() {
    return access != Access.READ;
  }

  /**
   * The same option, for reading where the kernel wants to be told what about: {@code
   * IpMulticastOptions.SOURCE_FILTER.asking(SourceFilter.of(group, 0))}.
   */
  public KernelOption<T> asking(T about) {
    return new KernelOption<>(name, level, number, codec, access, codec.question(about));
  }

  /** The same option with its value in another form. */
  <U> KernelOption<U> as(OptionCodec<U> other) {
    return new KernelOption<>(name, level, number, other, access);
  }

  /** The value's bytes in the kernel's form, all of the array. */
  byte[] encode(T value) {
    if (!isWritable()) {
      throw new OptionAccessException(name + " can only be read");
    }
    return codec.encode(value);
  }

  /** What to offer the kernel when it is asked: as many bytes as it may write. */
  byte[] question() {
    if (!isReadable()) {
      throw new OptionAccessException(name + " can only be set");
    }
    return question == null ? codec.question() : question.clone();
  }

  /** The value of what the kernel wrote. */
  T decode(byte[] bytes) {
    return codec.decode(bytes);
  }

  /** See {@link OptionCodec#pointerAt}. */
  int pointerAt() {
    return codec.pointerAt();
  }

  @Override
  public String toString() {
    return name;
  }
}
