package io.jackfield.service.ping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InternetChecksumTest {
  private static final int MODULUS = 0xffff;

  private static int of(String hex) {
    return InternetChecksum.of(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
  }

  @Test
  void theExampleOfTheRfcHasTheRfcsSum() {
    assertThat(of("0001f203f4f5f6f7")).isEqualTo(~0xddf2 & 0xffff);
  }

  @ParameterizedTest
  @CsvSource({
    "'', ffff",
    "00, ffff",
    "01, feff",
    "0100, feff",
    "010203, fbfd",
    "ffff, 0",
    "ffffffff, 0",
    "fffffffe, 1",
    "8000800080008000, fffd",
  })
  void anOddLastByteCountsAsThoughAZeroFollowed(String bytes, String sum) {
    assertThat(of(bytes)).isEqualTo(Integer.parseInt(sum, 16));
  }

  @Test
  void bytesWithTheirOwnChecksumHaveTheChecksumZero() {
    var random = new Random(3);
    for (int length = 2; length < 200; length++) {
      var bytes = new byte[length];
      random.nextBytes(bytes);
      ByteBuffer all = ByteBuffer.wrap(bytes).putShort(0, (short) 0);
      all.putShort(0, (short) InternetChecksum.of(all));
      assertThat(InternetChecksum.of(all)).as("%s bytes", length).isZero();
    }
  }

  /** The sum is that of one large number modulo 65,535, zero excepted. */
  @Test
  void itIsTheRemainderOfTheBytesReadAsOneNumber() {
    var random = new Random(4);
    for (int i = 0; i < 500; i++) {
      var bytes = new byte[2 * (1 + random.nextInt(400))];
      random.nextBytes(bytes);
      int remainder = new BigInteger(1, bytes).mod(BigInteger.valueOf(MODULUS)).intValueExact();
      int sum = ~InternetChecksum.of(ByteBuffer.wrap(bytes)) & 0xffff;
      assertThat(sum % MODULUS).isEqualTo(remainder);
    }
  }

  @Test
  void onlyWhatLiesBetweenPositionAndLimitCounts() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 1, 0, 9}).position(1).limit(3);
    assertThat(InternetChecksum.of(bytes)).isEqualTo(0xfeff);
    assertThat(bytes.position()).isEqualTo(1);
  }
}
