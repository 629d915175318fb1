package io.jackfield.socket.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetlinkMessageTest {
  private static NetlinkMessage message(int type, byte... payload) {
    return new NetlinkMessage(type, RouteBytes.MULTI, 7, 42, ByteBuffer.wrap(payload));
  }

  @Test
  void theHeaderIsTheKernels() {
    ByteBuffer wire = message(0x1234, (byte) 1, (byte) 2).encode();
    assertThat(wire.remaining()).as("padded").isEqualTo(20);
    assertThat(wire.getInt()).as("length, not padded").isEqualTo(18);
    assertThat(wire.getShort()).isEqualTo((short) 0x1234);
    assertThat(wire.getShort()).isEqualTo((short) RouteBytes.MULTI);
    assertThat(wire.getInt()).as("sequence").isEqualTo(7);
    assertThat(wire.getInt()).as("port").isEqualTo(42);
    assertThat(wire.getInt()).isEqualTo(0x0201);
  }

  @ParameterizedTest(name = "{0} bytes of payload")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 1_000})
  void whatIsEncodedIsDecoded(int length) throws ProtocolException {
    var payload = new byte[length];
    new Random(length).nextBytes(payload);
    NetlinkMessage message = message(16, payload);
    assertThat(NetlinkMessage.decodeAll(message.encode())).containsExactly(message);
  }

  @Test
  void severalLieInOneDatagramEachAtAMultipleOfFour() throws ProtocolException {
    NetlinkMessage odd = message(16, new byte[5]);
    NetlinkMessage empty = message(17);
    NetlinkMessage last = message(3, new byte[4]);
    ByteBuffer datagram = RouteBytes.together(odd.encode(), empty.encode(), last.encode());
    assertThat(NetlinkMessage.decodeAll(datagram)).isEqualTo(List.of(odd, empty, last));
  }

  @Test
  void theLastOneMayLackItsPadding() throws ProtocolException {
    NetlinkMessage odd = message(16, new byte[5]);
    ByteBuffer datagram = odd.encode();
    datagram.limit(21);
    assertThat(NetlinkMessage.decodeAll(datagram)).containsExactly(odd);
  }

  @Test
  void aDatagramCutAnywhereWithinAMessageIsRefused() throws ProtocolException {
    NetlinkMessage first = message(16, new byte[8]);
    NetlinkMessage second = message(16, new byte[12]);
    ByteBuffer datagram = RouteBytes.together(first.encode(), second.encode());
    for (int length = 0; length < datagram.limit(); length++) {
      ByteBuffer cut = datagram.duplicate().limit(length);
      if (length == 0 || length == 24) {
        assertThat(NetlinkMessage.decodeAll(cut)).hasSize(length / 24);
      } else {
        assertThatThrownBy(() -> NetlinkMessage.decodeAll(cut))
            .as("%s bytes", length)
            .isInstanceOf(ProtocolException.class);
      }
    }
  }

  @ParameterizedTest(name = "says {0} bytes")
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 15, 17, Integer.MAX_VALUE})
  void aLengthThatCannotBeIsRefused(int length) {
    ByteBuffer datagram = message(16).encode();
    datagram.putInt(0, length);
    assertThatThrownBy(() -> NetlinkMessage.decodeAll(datagram))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("netlink");
  }

  @Test
  void bytesBeforeThePositionAreNotLookedAt() throws ProtocolException {
    ByteBuffer datagram = ByteBuffer.allocate(19);
    datagram.position(3).put(message(16).encode()).position(3);
    assertThat(NetlinkMessage.decodeAll(datagram)).hasSize(1);
    assertThat(datagram.position()).isEqualTo(3);
  }
}
