package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.TcpInfoCodec.Field;
import io.jackfield.socket.option.TcpInfo;
import io.jackfield.socket.option.TcpInfo.Agreed;
import io.jackfield.socket.option.TcpInfo.Busy;
import io.jackfield.socket.option.TcpInfo.Congestion;
import io.jackfield.socket.option.TcpInfo.CongestionState;
import io.jackfield.socket.option.TcpInfo.Idle;
import io.jackfield.socket.option.TcpInfo.Retransmission;
import io.jackfield.socket.option.TcpInfo.Traffic;
import io.jackfield.socket.option.TcpInfo.Trip;
import io.jackfield.socket.option.TcpState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The structure of any kernel: each field in its place, those that are missing 0. */
final class TcpInfoTest {
  private static final int LONGEST = 248;

  /** Each field holds its own offset, and those of a byte what makes sense. */
  private static byte[] structure(int bytes) {
    byte[] array = new byte[LONGEST + 64];
    ByteBuffer all = ByteBuffer.wrap(array).order(ByteOrder.nativeOrder());
    for (Field field : Field.values()) {
      switch (field.bytes) {
        case 1 -> all.put(field.at, (byte) (field.at + 1));
        case 2 -> all.putShort(field.at, (short) field.at);
        case 4 -> all.putInt(field.at, field.at);
        default -> all.putLong(field.at, field.at);
      }
    }
    all.put(TcpInfoCodec.SCALES_AT, (byte) 0x87).put(TcpInfoCodec.FLAGS_AT, (byte) 0x05);
    return Arrays.copyOf(array, bytes);
  }

  private static Duration micros(int micros) {
    return Duration.ofNanos(1_000L * micros);
  }

  private static TcpInfo whole(int bytes) {
    return new TcpInfo(
        TcpState.ESTABLISHED,
        new Agreed(false, true, true, false, false, false, 7, 8, 2),
        new Trip(micros(68), micros(72), micros(148), micros(92), micros(8), micros(12)),
        new TcpInfo.Path(16, 20, 84, 60, 228, 232, 64, 96),
        new Congestion(CongestionState.DISORDER, 80, 76, 104, 112, 160, true),
        new Retransmission(
            3,
            4,
            5,
            24,
            28,
            32,
            36,
            100,
            208,
            88,
            220,
            216,
            224,
            240,
            242,
            Duration.ofMillis(244),
            236),
        new Traffic(200, 120, 128, 144, 136, 140, 156, 152, 192, 196),
        new Idle(Duration.ofMillis(44), Duration.ofMillis(52), Duration.ofMillis(56)),
        new Busy(micros(168), micros(176), micros(184)),
        bytes);
  }

  @Test
  void eachFieldIsTakenFromItsPlace() {
    // The state is 1, the congestion state 2: as put, its offset and one more.
    TcpInfo read = TcpInfoCodec.INSTANCE.decode(structure(LONGEST));
    assertThat(read.congestion().state()).isEqualTo(CongestionState.REDUCED);
    byte[] disorder = structure(LONGEST);
    disorder[1] = 1;
    assertThat(TcpInfoCodec.INSTANCE.decode(disorder)).isEqualTo(whole(LONGEST));
  }

  @Test
  void aLongerStructureIsReadAsFarAsItIsKnown() {
    byte[] longer = structure(LONGEST + 64);
    longer[1] = 1;
    assertThat(TcpInfoCodec.INSTANCE.decode(longer)).isEqualTo(whole(LONGEST + 64));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7, 8, 10, 104, 107, 108, 192, 232, 240, 243, 247})
  void whatAShorterStructureLacksIsZero(int bytes) {
    TcpInfo read = TcpInfoCodec.INSTANCE.decode(structure(bytes));
    assertThat(read.bytes()).isEqualTo(bytes);
    assertThat(read.retransmission().timeoutTime()).isZero();
    assertThat(read.state()).isEqualTo(bytes > 0 ? TcpState.ESTABLISHED : TcpState.OTHER);
    assertThat(read.agreed().receiveScale()).isEqualTo(bytes > 6 ? 8 : 0);
    assertThat(read.trip().retransmissionTimeout()).isEqualTo(micros(bytes >= 12 ? 8 : 0));
    assertThat(read.congestion().pacingRate()).isEqualTo(bytes >= 112 ? 104 : 0);
    assertThat(read.traffic().delivered()).isEqualTo(bytes >= 196 ? 192 : 0);
    assertThat(read.retransmission().rehashes()).isEqualTo(bytes >= 240 ? 236 : 0);
    assertThat(read.retransmission().timeouts()).isEqualTo(bytes >= 242 ? 240 : 0);
  }

  @Test
  void numbersWithoutANameAndCountersBeyondAnIntKeepTheirMeaning() {
    byte[] odd = structure(LONGEST);
    odd[0] = 99;
    odd[1] = 99;
    Arrays.fill(odd, Field.UNACKED.at, Field.UNACKED.at + 4, (byte) 0xff);
    TcpInfo read = TcpInfoCodec.INSTANCE.decode(odd);
    assertThat(read.state()).isEqualTo(TcpState.OTHER);
    assertThat(read.congestion().state()).isEqualTo(CongestionState.OTHER);
    assertThat(read.retransmission().unacknowledged()).isEqualTo(0xffff_ffffL);
  }
}
