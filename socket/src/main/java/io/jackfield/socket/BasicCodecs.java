package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.socket.OptionCodec.IntCodec;
import java.nio.ByteBuffer;

/** Flags, numbers, names and bytes. */
final class BasicCodecs {
  /** C's {@code int}, not 0 for true. */
  static final OptionCodec<Boolean> FLAG =
      new IntCodec<>(Boolean.class) {
        @Override
        int toInt(Boolean on) {
          return on ? 1 : 0;
        }

        @Override
        Boolean fromInt(int number) {
          return number != 0;
        }
      };

  /** C's {@code int}. */
  static final OptionCodec<Integer> INT =
      new IntCodec<>(Integer.class) {
        @Override
        int toInt(Integer value) {
          return value;
        }

        @Override
        Integer fromInt(int number) {
          return number;
        }
      };

  /** 64 bits. */
  static final OptionCodec<Long> LONG =
      new OptionCodec<>(Long.class, Long.BYTES) {
        @Override
        ByteBuffer write(Long value) {
          return room(Long.BYTES).putLong(value);
        }

        @Override
        Long read(ByteBuffer bytes) {
          return bytes.getLong(0);
        }
      };

  /** A name of at most 15 bytes, ended by NUL: {@code IFNAMSIZ}, {@code TCP_CA_NAME_MAX}. */
  static final OptionCodec<String> NAME = text(16);

  private BasicCodecs() {}

  /** Text of at most {@code size} bytes, ended by NUL, which is one of them. */
  static OptionCodec<String> text(int size) {
    return new OptionCodec<>(String.class, size) {
      @Override
      ByteBuffer write(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        if (bytes.length >= size) {
          throw new IllegalArgumentException(
              "'" + text + "' is too long: it has at most " + (size - 1) + " bytes");
        }
        return room(bytes.length + 1).put(bytes);
      }

      @Override
      String read(ByteBuffer bytes) {
        int end = 0;
        while (end < bytes.limit() && bytes.get(end) != 0) {
          end++;
        }
        return US_ASCII.decode(bytes.slice(0, end)).toString();
      }
    };
  }

  /** Bytes as they are, at most {@code size} of them when read. */
  static OptionCodec<byte[]> bytes(int size) {
    return new OptionCodec<>(byte[].class, size) {
      @Override
      ByteBuffer write(byte[] value) {
        return ByteBuffer.wrap(value.clone());
      }

      @Override
      byte[] read(ByteBuffer bytes) {
        byte[] value = new byte[bytes.limit()];
        bytes.get(0, value);
        return value;
      }
    };
  }
}
