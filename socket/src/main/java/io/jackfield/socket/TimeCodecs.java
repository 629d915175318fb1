package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import java.nio.ByteBuffer;
import java.time.Duration;

/** Times, in the units that options have them in; always rounded up. */
final class TimeCodecs {
  /** Whole seconds in an {@code int}. */
  static final OptionCodec<Duration> SECONDS = new Units(Duration.ofSeconds(1), false);

  /** As {@link #SECONDS}, where a negative number has a meaning of its own and is -1. */
  static final OptionCodec<Duration> SECONDS_OR_NONE = new Units(Duration.ofSeconds(1), true);

  /** Whole milliseconds in an {@code int}. */
  static final OptionCodec<Duration> MILLIS = new Units(Duration.ofMillis(1), false);

  /** Whole microseconds in an {@code int}. */
  static final OptionCodec<Duration> MICROS = new Units(Duration.ofNanos(1_000), false);

  /** {@code struct timeval} of a 64-bit system: seconds and microseconds. */
  static final OptionCodec<Duration> TIMEVAL =
      new OptionCodec<>(Duration.class, 2 * Long.BYTES) {
        @Override
        ByteBuffer write(Duration value) {
          Duration up = notNegative(value).plusNanos(999);
          return room(2 * Long.BYTES).putLong(up.getSeconds()).putLong(up.getNano() / 1_000);
        }

        @Override
        Duration read(ByteBuffer bytes) {
          return Duration.ofSeconds(bytes.getLong(0), 1_000 * bytes.getLong(Long.BYTES));
        }
      };

  private TimeCodecs() {}

  private static final class Units extends OptionCodec.IntCodec<Duration> {
    private final Duration unit;
    private final boolean orNone;

    Units(Duration unit, boolean orNone) {
      super(Duration.class);
      this.unit = unit;
      this.orNone = orNone;
    }

    @Override
    int toInt(Duration value) {
      if (orNone && value.isNegative()) {
        return -1;
      }
      long units = notNegative(value).plus(unit).minusNanos(1).dividedBy(unit);
      if (units > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(value + " is too long for an int");
      }
      return (int) units;
    }

    @Override
    Duration fromInt(int number) {
      return unit.multipliedBy(number);
    }
  }

  /** Returns the time unless it is negative, which has no form in the kernel. */
  static Duration notNegative(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("negative time: " + time);
    }
    return time;
  }
}
