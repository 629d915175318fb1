package io.jackfield.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.function.Function;

/**
 * A value's form in the kernel, in the machine's byte order.
 *
 * @param <T> the value's type here
 */
interface OptionCodec<T> {
  /** C's {@code int}, not 0 for true. */
  OptionCodec<Boolean> FLAG = ints(on -> on ? 1 : 0, number -> number != 0);

  /** C's {@code int}. */
  OptionCodec<Integer> INT = ints(Function.identity(), Function.identity());

  /** Whole seconds in an {@code int}, rounded up. */
  OptionCodec<Duration> SECONDS = durations(Duration.ofSeconds(1));

  /** Whole milliseconds in an {@code int}, rounded up. */
  OptionCodec<Duration> MILLIS = durations(Duration.ofMillis(1));

  /** Whole microseconds in an {@code int}, rounded up. */
  OptionCodec<Duration> MICROS = durations(Duration.ofNanos(1_000));

  /** Names have at most this many bytes: {@code IFNAMSIZ} and {@code TCP_CA_NAME_MAX} are 16. */
  int NAME_BYTES = 16;

  /** A name, ended by NUL. */
  OptionCodec<String> NAME =
      of(
          NAME_BYTES,
          text -> {
            byte[] bytes = text.getBytes(US_ASCII);
            if (bytes.length >= NAME_BYTES) {
              throw new IllegalArgumentException(
                  "'" + text + "' is too long: a name has at most " + (NAME_BYTES - 1) + " bytes");
            }
            return ByteBuffer.allocate(bytes.length + 1).put(bytes);
          },
          bytes -> {
            int end = 0;
            while (end < bytes.limit() && bytes.get(end) != 0) {
              end++;
            }
            return US_ASCII.decode(bytes.slice(0, end)).toString();
          });

  /** What to offer the kernel when the value is asked for: as many bytes as it may write. */
  byte[] initial();

  /** The value's bytes: all of the array. */
  byte[] encode(T value);

  /** The value of what the kernel wrote, which may be less than {@link #initial} had. */
  T decode(ByteBuffer bytes);

  /** A codec of two functions; encoders write up to their buffer's limit or position. */
  static <T> OptionCodec<T> of(
      int size, Function<T, ByteBuffer> encode, Function<ByteBuffer, T> decode) {
    return new OptionCodec<>() {
      @Override
      public byte[] initial() {
        return new byte[size];
      }

      @Override
      public byte[] encode(T value) {
        return encode.apply(value).array();
      }

      @Override
      public T decode(ByteBuffer bytes) {
        return decode.apply(bytes);
      }
    };
  }

  /** A codec of what is an {@code int} in C. */
  static <T> OptionCodec<T> ints(Function<T, Integer> toInt, Function<Integer, T> fromInt) {
    return of(
        Integer.BYTES,
        value -> room(Integer.BYTES).putInt(toInt.apply(value)),
        bytes -> fromInt.apply(bytes.limit() == 1 ? bytes.get(0) & 0xff : bytes.getInt(0)));
  }

  private static OptionCodec<Duration> durations(Duration unit) {
    return ints(
        value -> {
          long units = value.plus(unit).minusNanos(1).dividedBy(unit);
          if (value.isNegative() || units > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(value + " cannot be told to the kernel in an int");
          }
          return (int) units;
        },
        unit::multipliedBy);
  }

  /** An empty buffer in the machine's byte order, its array all of it. */
  static ByteBuffer room(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
  }
}
