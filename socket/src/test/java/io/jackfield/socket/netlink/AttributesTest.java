package io.jackfield.socket.netlink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttributesTest {
  private static ByteBuffer three() {
    ByteBuffer bytes = NetlinkMessage.room(64);
    Attributes.put(bytes, 3, "lo".getBytes(US_ASCII));
    Attributes.put(bytes, 9, new byte[0]);
    Attributes.put(bytes, 4, NetlinkMessage.room(4).putInt(65_536).array());
    return bytes.flip();
  }

  @Test
  void eachBeginsAtAMultipleOfFour() {
    ByteBuffer bytes = three();
    assertThat(bytes.remaining()).isEqualTo(8 + 4 + 8);
    assertThat(bytes.getShort(0)).as("length without padding").isEqualTo((short) 6);
    assertThat(bytes.getShort(2)).isEqualTo((short) 3);
    assertThat(bytes.getShort(8)).isEqualTo((short) 4);
    assertThat(bytes.getShort(12)).isEqualTo((short) 8);
  }

  @Test
  void whatIsPutIsFound() throws ProtocolException {
    Attributes attributes = Attributes.decode(three());
    assertThat(attributes.bytes(3)).isEqualTo("lo".getBytes(US_ASCII));
    assertThat(attributes.bytes(9)).isEmpty();
    assertThat(attributes.number(4, -1)).isEqualTo(65_536);
  }

  @Test
  void whatIsNotThereIsNotFound() throws ProtocolException {
    Attributes attributes = Attributes.decode(three());
    assertThat(attributes.bytes(5)).isNull();
    assertThat(attributes.number(5, -1)).isEqualTo(-1);
    assertThat(attributes.number(3, -1)).as("two bytes are no 32-bit number").isEqualTo(-1);
  }

  @Test
  void theBitsThatSayHowAValueIsMadeAreNotPartOfItsType() throws ProtocolException {
    ByteBuffer bytes = NetlinkMessage.room(8);
    Attributes.put(bytes, 0x8000 | 0x4000 | 26, new byte[] {1});
    assertThat(Attributes.decode(bytes.flip()).bytes(26)).containsExactly(1);
  }

  @Test
  void bytesCutAnywhereWithinAnAttributeAreRefused() throws ProtocolException {
    ByteBuffer bytes = three();
    for (int length = 0; length < bytes.limit(); length++) {
      ByteBuffer cut = bytes.duplicate().order(bytes.order()).limit(length);
      // Whole ones only, the first with or without the rest of its padding.
      if (length == 0 || (length >= 6 && length <= 8) || length == 12) {
        assertThat(Attributes.decode(cut).bytes(4)).isNull();
      } else {
        assertThatThrownBy(() -> Attributes.decode(cut))
            .as("%s bytes", length)
            .isInstanceOf(ProtocolException.class);
      }
    }
  }

  @ParameterizedTest(name = "says {0} bytes")
  @ValueSource(ints = {0, 1, 3, 21, 0xffff})
  void aLengthThatCannotBeIsRefused(int length) {
    ByteBuffer bytes = three();
    bytes.putShort(0, (short) length);
    assertThatThrownBy(() -> Attributes.decode(bytes)).isInstanceOf(ProtocolException.class);
  }
}
