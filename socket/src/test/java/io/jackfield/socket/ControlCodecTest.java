package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.ControlMessage.HopLimit;
import io.jackfield.socket.ControlMessage.Other;
import io.jackfield.socket.ControlMessage.PacketInfo;
import io.jackfield.socket.ControlMessage.TrafficClass;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ControlCodecTest {
  private static final List<ControlMessage> ALL =
      List.of(
          new Credentials(1, 2, 3),
          new PacketInfo(InetAddress.ofLiteral("::1"), 7),
          new HopLimit(64, false),
          new HopLimit(63, true),
          new TrafficClass(4, true),
          new Other(99, 98, ByteBuffer.wrap(new byte[] {1, 2, 3})));

  @Test
  void whatIsEncodedIsDecoded() {
    assertThat(ControlCodec.decode(ControlCodec.encode(ALL))).isEqualTo(ALL);
  }

  @Test
  void whatIsCutAnywhereGivesItsBeginningAndNoException() {
    byte[] whole = ControlCodec.encode(ALL);
    for (int length = 0; length < whole.length; length++) {
      List<ControlMessage> decoded = ControlCodec.decode(Arrays.copyOf(whole, length));
      assertThat(decoded).hasSizeLessThanOrEqualTo(ALL.size());
      if (decoded.size() > 1) {
        assertThat(decoded.subList(0, decoded.size() - 1))
            .isEqualTo(ALL.subList(0, decoded.size() - 1));
      }
    }
  }

  @Test
  void anyBytesAreDecodedWithoutAnException() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = ControlCodec.encode(ALL);
      for (int flips = random.nextInt(8); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(ControlCodec.decode(bytes)).isNotNull();
    }
  }
}
