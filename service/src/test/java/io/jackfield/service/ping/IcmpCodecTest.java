package io.jackfield.service.ping;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.ping.IcmpMessage.EchoReply;
import io.jackfield.service.ping.IcmpMessage.EchoRequest;
import io.jackfield.service.ping.IcmpMessage.Malformed;
import io.jackfield.service.ping.IcmpMessage.Other;
import io.jackfield.service.ping.IcmpMessage.Problem;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IcmpCodecTest {
  private static ByteBuffer data(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  @Test
  void aRequestHasTheBytesOfTheRfc() {
    var request = new EchoRequest(0x1234, 1, ByteBuffer.wrap("abc".getBytes(US_ASCII)));
    // 0800 + 1234 + 0001 + 6162 + 6300 = de97
    assertThat(bytes(IcmpCodec.encode(IcmpVersion.V4, request)))
        .isEqualTo(HexFormat.of().parseHex("08002168" + "12340001" + "616263"));
    assertThat(bytes(IcmpCodec.encode(IcmpVersion.V6, request)))
        .as("the checksum is the kernel's business")
        .isEqualTo(HexFormat.of().parseHex("80000000" + "12340001" + "616263"));
  }

  @ParameterizedTest(name = "{0} bytes of data")
  @ValueSource(ints = {0, 1, 2, 3, 55, 56, 57, 1_472, 65_507})
  void whatIsEncodedIsDecoded(int length) {
    for (IcmpVersion version : IcmpVersion.values()) {
      var request = new EchoRequest(0xfffe, 0xffff, data(length));
      var reply = new EchoReply(0, 0x8000, data(length));
      assertThat(IcmpCodec.decode(version, IcmpCodec.encode(version, request))).isEqualTo(request);
      assertThat(IcmpCodec.decode(version, IcmpCodec.encode(version, reply))).isEqualTo(reply);
    }
  }

  @Test
  void encodingLeavesTheDataWhereItWas() {
    ByteBuffer data = data(5).position(2);
    ByteBuffer encoded = IcmpCodec.encode(IcmpVersion.V4, new EchoRequest(1, 1, data));
    assertThat(encoded.remaining()).isEqualTo(11);
    assertThat(data.position()).isEqualTo(2);
  }

  @Test
  void everyFlippedBitIsNoticedOverIpv4() {
    ByteBuffer reply = IcmpCodec.encode(IcmpVersion.V4, new EchoReply(7, 8, data(5)));
    for (int bit = 0; bit < reply.limit() * Byte.SIZE; bit++) {
      int at = bit / Byte.SIZE;
      byte flipped = (byte) (1 << (bit % Byte.SIZE));
      reply.put(at, (byte) (reply.get(at) ^ flipped));
      assertThat(IcmpCodec.decode(IcmpVersion.V4, reply)).isInstanceOf(Malformed.class);
      reply.put(at, (byte) (reply.get(at) ^ flipped));
    }
    assertThat(IcmpCodec.decode(IcmpVersion.V4, reply)).isInstanceOf(EchoReply.class);
  }

  @ParameterizedTest
  @EnumSource
  void aMessageOfLessThanEightBytesIsNone(IcmpVersion version) {
    ByteBuffer reply = IcmpCodec.encode(version, new EchoReply(7, 8, data(0)));
    for (int length = 0; length < 8; length++) {
      assertThat(IcmpCodec.decode(version, reply.slice(0, length)))
          .isEqualTo(new Malformed("an ICMP message of " + length + " bytes"));
    }
  }

  @Test
  void messagesOfOtherTypesArePassedOn() {
    // A router's advertisement, and a neighbour's.
    assertThat(IcmpCodec.decode(IcmpVersion.V4, IcmpBytes.v4(9, 0, 0, data(8))))
        .isEqualTo(new Other(9, 0));
    assertThat(IcmpCodec.decode(IcmpVersion.V6, IcmpBytes.v6(136, 0, 0, data(8))))
        .isEqualTo(new Other(136, 0));
  }

  @Test
  void theVersionsHaveDifferentNumbers() {
    ByteBuffer v6 = IcmpBytes.v6(129, 0, 0x0007_0008, data(0));
    assertThat(IcmpCodec.decode(IcmpVersion.V6, v6)).isInstanceOf(EchoReply.class);
    ByteBuffer v4 = IcmpBytes.v4(129, 0, 0x0007_0008, data(0));
    assertThat(IcmpCodec.decode(IcmpVersion.V4, v4)).isEqualTo(new Other(129, 0));
  }

  @ParameterizedTest
  @EnumSource
  void randomBytesAlwaysHaveAnAnswer(IcmpVersion version) {
    var random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      var bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 8 && random.nextBoolean()) {
        bytes[0] = (byte) (version == IcmpVersion.V4 ? 3 : 1);
        bytes[8] = (byte) (version == IcmpVersion.V4 ? 0x45 : 0x60);
        bytes[version == IcmpVersion.V4 ? 17 % bytes.length : 14 % bytes.length] =
            (byte) version.protocol;
      }
      ByteBuffer message = ByteBuffer.wrap(bytes);
      if (bytes.length >= 8 && random.nextInt(8) > 0) {
        message.putShort(2, (short) 0).putShort(2, (short) InternetChecksum.of(message));
      }
      String shown =
          switch (IcmpCodec.decode(version, message)) {
            case Problem problem -> problem.text();
            case IcmpMessage other -> other.toString();
          };
      assertThat(shown).isNotEmpty();
    }
  }
}
