package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.readsBack;
import static io.jackfield.socket.OptionRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.Timestamping;
import io.jackfield.socket.option.Timestamping.Flag;
import io.jackfield.socket.option.TransmitTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of {@link TimestampOptions}. */
final class TimestampRows {
  private static final int CLOCK_MONOTONIC = 1;
  private static final Duration LATELY = Duration.ofMinutes(1);

  private TimestampRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        row(
            TimestampOptions.MICROSECONDS,
            "tells when a datagram came",
            () -> tellsWhen(TimestampOptions.MICROSECONDS, TimestampOptions.NANOSECONDS)),
        row(
            TimestampOptions.NANOSECONDS,
            "tells when a datagram came",
            () -> tellsWhen(TimestampOptions.NANOSECONDS, TimestampOptions.MICROSECONDS)),
        row(TimestampOptions.TIMESTAMPING, "tells by software", TimestampRows::stampsBySoftware),
        readsBack(
            TimestampOptions.TRANSMIT_TIME,
            On.UDP4,
            new TransmitTime(CLOCK_MONOTONIC, false, true),
            new TransmitTime(CLOCK_MONOTONIC, true, false)));
  }

  private static void tellsWhen(KernelOption<Boolean> option, KernelOption<Boolean> other)
      throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      pair.receiver().setOption(other, true);
      readsAsSet(pair.receiver(), option, false, true);
      assertThat(pair.receiver().getOption(other)).isFalse();
      recent(pair.control(ControlMessage.Timestamp.class).time());
    }
  }

  private static void stampsBySoftware() throws IOException {
    try (Datagrams pair = Datagrams.inet()) {
      readsAsSet(
          pair.receiver(),
          TimestampOptions.TIMESTAMPING,
          Timestamping.of(),
          Timestamping.of(Flag.SEND_HARDWARE, Flag.SEND_SOFTWARE_AND_HARDWARE),
          Timestamping.of(Flag.RECEIVE_SOFTWARE, Flag.REPORT_SOFTWARE));
      // The kernel begins to stamp a moment after it was asked (netstamp_work in net/core/dev.c).
      List<ControlMessage> control;
      do {
        control = pair.control();
      } while (control.isEmpty());
      recent(Datagrams.only(control, ControlMessage.PacketTimes.class).software());
    }
  }

  private static void recent(@Nullable Instant time) {
    assertThat(time).isBetween(Instant.now().minus(LATELY), Instant.now().plus(LATELY));
  }
}
