package io.jackfield.service.menu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedKeysTest {
  private final TypedKeys typed = new TypedKeys();

  private List<String> keys(byte... chunk) {
    return typed.of(ByteBuffer.wrap(chunk).asReadOnlyBuffer());
  }

  private List<String> keys(String chunk) {
    return keys(chunk.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0\\n, 0",
    "0\\r\\n, 0",
    "0\\r, 0",
    "\\n, ''",
    "\\r\\n, ''",
    "0\\n1\\n, 0|1",
    "0\\r\\n1\\r\\nexit, 0|1|exit",
    "0\\r1\\n2\\r\\n, 0|1|2",
    "0\\n\\n, 0|",
    "\\n0, |0",
    "00, 00",
    "' 0 ', ' 0 '"
  })
  void aChunkIsAKeyAndSoIsEachLineOfIt(String chunk, String expected) {
    assertThat(keys(chunk.translateEscapes())).containsExactly(expected.split("\\|", -1));
    assertThat(typed.rest()).isEmpty();
  }

  /** Of one, two, three and four bytes. */
  @Test
  void acharacterThatIsCutAnywhereWaitsForItsRest() {
    byte[] bytes = "k\u00e4\u6309\ud83d\ude00!".getBytes(UTF_8);
    for (int first = 1; first < bytes.length; first++) {
      var cut = new TypedKeys();
      List<String> all = new ArrayList<>();
      all.addAll(cut.of(ByteBuffer.wrap(bytes, 0, first)));
      boolean within = (bytes[first] & 0xC0) == 0x80;
      assertThat(all.isEmpty()).as("cut after %d", first).isEqualTo(within);
      all.addAll(cut.of(ByteBuffer.wrap(bytes, first, bytes.length - first)));
      assertThat(String.join("", all)).isEqualTo(new String(bytes, UTF_8));
    }
  }

  @Test
  void linesBeforeTheOneThatWaitsAreKeysAtOnce() {
    for (String end : new String[] {"\n", "\r", "\r\n"}) {
      byte[] bytes = ("1" + end + "2" + end + "\u6309").getBytes(UTF_8);
      assertThat(keys(Arrays.copyOf(bytes, bytes.length - 1))).containsExactly("1", "2");
      assertThat(keys(bytes[bytes.length - 1])).containsExactly("\u6309");
    }
  }

  @Test
  void aByteAtATimeACharacterIsOneKey() {
    List<String> all = new ArrayList<>();
    for (byte one : "\u6309\ud83d\ude00".getBytes(UTF_8)) {
      all.addAll(keys(one));
    }
    assertThat(all).containsExactly("\u6309", "\ud83d\ude00");
  }

  @Test
  void whatIsNoUtf8DoesNotWait() {
    assertThat(keys((byte) 0xff)).containsExactly("\ufffd");
    assertThat(keys((byte) 'a', (byte) 0xc3, (byte) '(')).containsExactly("a\ufffd(");
    assertThat(keys((byte) 0xe0, (byte) 0x80)).hasSize(1); // Longer than it need be.
  }

  @Test
  void whatNeverBecomesWholeIsAKeyAtTheEnd() {
    assertThat(keys((byte) '0', (byte) 0xe6, (byte) 0x8c)).isEmpty();
    assertThat(typed.rest()).containsExactly("0\ufffd");
    assertThat(typed.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {TypedKeys.LIMIT_HELD_BYTES, TypedKeys.LIMIT_HELD_BYTES + 1})
  void aLineWaitsOnlyUpToALimit(int length) {
    byte[] line = new byte[length];
    Arrays.fill(line, (byte) 'x');
    line[length - 1] = (byte) 0xc3;
    boolean waits = length == TypedKeys.LIMIT_HELD_BYTES;
    assertThat(keys(line)).hasSize(waits ? 0 : 1);
    assertThat(keys((byte) 0xa4)).hasSize(1);
    assertThat(typed.rest()).isEmpty();
  }

  @Test
  void theLastOfTooManyKeysHasTheRest() {
    List<String> most = Collections.nCopies(TypedKeys.LIMIT_KEYS, "0");
    assertThat(keys(String.join("\n", most) + "\n")).isEqualTo(most);
    List<String> tooMany = keys(String.join("\n", most) + "\n0\n");
    assertThat(tooMany).hasSize(TypedKeys.LIMIT_KEYS).endsWith("0\n0");
  }

  /** Whatever comes, nothing of it is lost, and little is kept. */
  @Test
  void noBytesAreLostAtRandomCuts() {
    var random = new Random(10_086);
    for (int round = 0; round < 500; round++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n' || bytes[i] == '\r') {
          bytes[i] = '.';
        }
      }
      var keys = new TypedKeys();
      var all = new StringBuilder();
      for (int at = 0; at < bytes.length; ) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(5));
        keys.of(ByteBuffer.wrap(bytes, at, count)).forEach(all::append);
        at += count;
      }
      keys.rest().forEach(all::append);
      assertThat(all.toString()).isEqualTo(new String(bytes, UTF_8));
    }
  }
}
