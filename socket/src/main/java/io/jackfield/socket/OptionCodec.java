package io.jackfield.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A value's form in the kernel, in the machine's byte order.
 *
 * <p>Codecs are classes, not pairs of lambdas: a program that sets one option at its start loads
 * those of a whole level, and a lambda costs several times what a class does.
 *
 * @param <T> the value's type here
 */
abstract class OptionCodec<T> {
  private final Class<T> type;
  private final int size;

  /**
   * A codec of values of {@code type}.
   *
   * @param size the most that the kernel writes, 0 for what is never read
   */
  OptionCodec(Class<T> type, int size) {
    this.type = type;
    this.size = size;
  }

  /** The value's bytes: all of the buffer's array. */
  abstract ByteBuffer write(T value);

  /** The value of what the kernel wrote, which may be less than there was room for. */
  abstract T read(ByteBuffer bytes);

  /** Of the value. */
  final Class<T> type() {
    return type;
  }

  /** What to offer the kernel when the value is asked for: as many bytes as it may write. */
  final byte[] question() {
    return new byte[size];
  }

  /** The same, for options whose reading is told what about. */
  byte[] question(T about) {
    byte[] asked = encode(about);
    return Arrays.copyOf(asked, Math.max(size, asked.length));
  }

  /** See {@link #write}. */
  final byte[] encode(T value) {
    return write(value).array();
  }

  /** See {@link #read}. */
  final T decode(byte[] bytes) {
    return read(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
  }

  /**
   * Where in {@link #encode}'s bytes the structure ends with a pointer that is to lead to the bytes
   * behind it; -1 if it has none.
   */
  int pointerAt() {
    return -1;
  }

  /** An {@code int} in C; some options are a single byte when read. */
  abstract static class IntCodec<T> extends OptionCodec<T> {
    IntCodec(Class<T> type) {
      super(type, Integer.BYTES);
    }

    abstract int toInt(T value);

    abstract T fromInt(int number);

    @Override
    final ByteBuffer write(T value) {
      return room(Integer.BYTES).putInt(toInt(value));
    }

    @Override
    final T read(ByteBuffer bytes) {
      return fromInt(bytes.limit() == 1 ? bytes.get(0) & 0xff : bytes.getInt(0));
    }
  }

  /** Of what is never set; {@link KernelOption} sees to that. */
  abstract static class ReadCodec<T> extends OptionCodec<T> {
    ReadCodec(Class<T> type, int size) {
      super(type, size);
    }

    @Override
    final ByteBuffer write(T value) {
      throw new AssertionError(value + " cannot be set");
    }
  }

  /** Of what is never read; {@link KernelOption} sees to that. */
  abstract static class WriteCodec<T> extends OptionCodec<T> {
    WriteCodec(Class<T> type) {
      super(type, 0);
    }

    @Override
    final T read(ByteBuffer bytes) {
      throw new AssertionError(bytes + " cannot be read");
    }
  }

  /** An empty buffer in the machine's byte order, its array all of it. */
  static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }
}
