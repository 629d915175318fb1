package io.jackfield.protocol.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.protocol.proxy.ProxyHeader.Extension;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyDecoderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  /** Behind what is fixed and two addresses of IPv4 with ports. */
  private static final int TYPE_OF_SUM = 28;

  private static InetSocketAddress address(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private static @Nullable ProxyHeader fed(byte[] bytes) throws ProxyProtocolException {
    return new ProxyDecoder().feed(ByteBuffer.wrap(bytes));
  }

  private static ProxyHeader decoded(byte[] bytes) throws ProxyProtocolException {
    return requireNonNull(fed(bytes), "not whole");
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  // ---- version 1 --------------------------------------------------------------------------------

  /** The longest lines of the specification's own table among them. */
  @ParameterizedTest
  @CsvSource({
    "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
    "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443, 192.168.0.1, 56324",
    "PROXY TCP4 0.0.0.0 10.0.0.1 0 1, 0.0.0.0, 0",
    "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
        + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
        + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535",
    "PROXY TCP6 ::1 2001:DB8::8 1 2, ::1, 1"
  })
  void aLineSaysWhoIsThere(String line, String host, int port) throws Exception {
    ProxyHeader header = decoded((line + "\r\n").getBytes(US_ASCII));
    assertThat(header.version()).isEqualTo(1);
    assertThat(header.source()).isEqualTo(address(host, port));
    assertThat(header.destination()).isInstanceOf(InetSocketAddress.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
            + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
        "PROXY UNKNOWN whatever it likes\r\n"
      })
  void ofAnUnknownPeerNothingIsSaid(String line) throws Exception {
    assertThat(decoded(line.getBytes(US_ASCII)))
        .isEqualTo(new ProxyHeader(1, null, null, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXi TCP4",
        "PROXY\r\n",
        "PROXY \r\n",
        "PROXY TCP4\r\n",
        "PROXY UDP4 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY UNKNOWNS\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n",
        "PROXY TCP4  1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 \r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 1 99999999999\r\n",
        "PROXY TCP4 1.2.3.256 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.04 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n",
        "PROXY TCP4 1.2.3.4. 1.2.3.4 1 2\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
        "PROXY TCP6 ::1%lo ::1 1 2\r\n",
        "PROXY TCP6 ::1::2 ::1 1 2\r\n",
        "PROXY TCP4 localhost 1.2.3.4 1 2\r\n"
      })
  void aLineThatIsNoneIsRefused(String line) {
    assertThatThrownBy(() -> fed(line.getBytes(US_ASCII)))
        .isInstanceOf(ProxyProtocolException.class)
        .hasMessageStartingWith("PROXY protocol: ");
  }

  @Test
  void aLineHas107BytesAtMost() throws Exception {
    String longest = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 2) + "\r\n";
    assertThat(decoded(longest.getBytes(US_ASCII))).isNotNull();
    String longer = "PROXY UNKNOWN " + "x".repeat(107 - 14 - 1) + "\r\n";
    assertThatThrownBy(() -> fed(longer.getBytes(US_ASCII)))
        .isInstanceOf(ProxyProtocolException.class)
        .hasMessageContaining("107");
  }

  @Test
  void whatIsNoHeaderIsRefusedAtItsFirstByte() {
    assertThatThrownBy(() -> fed(new byte[] {'G'}))
        .isInstanceOf(ProxyProtocolException.class)
        .hasMessageContaining("0x47");
    assertThatThrownBy(() -> fed(new byte[] {'\r', '\r'}))
        .isInstanceOf(ProxyProtocolException.class)
        .hasMessageContaining("byte 2");
  }

  // ---- version 2 --------------------------------------------------------------------------------

  @Test
  void theBinaryFormsSayIt() throws Exception {
    ProxyHeader inet = decoded(hex(SIGNATURE + "21 11 000c 7f000001 0a000002 d431 01bb"));
    assertThat(inet)
        .isEqualTo(
            new ProxyHeader(2, address("127.0.0.1", 54_321), address("10.0.0.2", 443), List.of()));
    ProxyHeader inet6 =
        decoded(
            hex(
                SIGNATURE
                    + "21 21 0024 20010db8000000000000000000000001"
                    + "20010db8000000000000000000000002 ffff 0000"));
    assertThat(inet6)
        .isEqualTo(
            new ProxyHeader(
                2, address("2001:db8::1", 65_535), address("2001:db8::2", 0), List.of()));
    String path = HexFormat.of().formatHex("/run/x.sock".getBytes(US_ASCII));
    ProxyHeader unix =
        decoded(hex(SIGNATURE + "21 31 00d8" + path + "00".repeat(97) + "61".repeat(108)));
    assertThat(unix.source()).isEqualTo(UnixDomainSocketAddress.of("/run/x.sock"));
    assertThat(unix.destination()).isEqualTo(UnixDomainSocketAddress.of("a".repeat(108)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20 00 0000", // The proxy speaks for itself.
        "20 11 000c 7f000001 0a000002 d431 01bb",
        "20 ff 0003 010203", // Nothing of it is to be looked at.
        "21 00 0000"
      })
  void ofAProxysOwnConnectionNothingIsSaid(String rest) throws Exception {
    assertThat(decoded(hex(SIGNATURE + rest))).isEqualTo(new ProxyHeader(2, null, null, List.of()));
  }

  @Test
  void anAbstractNameIsNotKnown() throws Exception {
    ProxyHeader header =
        decoded(hex(SIGNATURE + "21 31 00d8 0061" + "00".repeat(106) + "00".repeat(108)));
    assertThat(header.source()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11 11 000c", // Version 1.
        "22 11 000c", // An unknown command.
        "21 41 0000 ", // An unknown family.
        "21 13 000c 7f000001 0a000002 d431 01bb", // An unknown transport.
        "21 01 0000", // One without the other.
        "21 10 000c 7f000001 0a000002 d431 01bb",
        "21 11 000b 7f000001 0a000002 d431 01", // Too short for its addresses.
        "21 21 000c 7f000001 0a000002 d431 01bb",
        "21 11 000d 7f000001 0a000002 d431 01bb 04", // A piece of an extension.
        "21 11 0010 7f000001 0a000002 d431 01bb 04 0002 00",
        "21 11 0013 7f000001 0a000002 d431 01bb 03 0004 00000000", // A wrong sum.
        "21 11 0010 7f000001 0a000002 d431 01bb 03 0001 00"
      })
  void aBinaryHeaderThatIsNoneIsRefused(String rest) {
    assertThatThrownBy(() -> fed(hex(SIGNATURE + rest))).isInstanceOf(ProxyProtocolException.class);
  }

  @Test
  void itsLengthHasALimit() throws Exception {
    byte[] at = hex(SIGNATURE + "20 00 0010" + "00".repeat(16));
    assertThat(new ProxyDecoder(32).feed(ByteBuffer.wrap(at))).isNotNull();
    byte[] past = hex(SIGNATURE + "20 00 0011");
    assertThatThrownBy(() -> new ProxyDecoder(32).feed(ByteBuffer.wrap(past)))
        .isInstanceOf(ProxyProtocolException.class)
        .hasMessageContaining("33 bytes; at most 32");
    byte[] most = hex(SIGNATURE + "20 00 ffff" + "00".repeat(65_535));
    assertThat(new ProxyDecoder(65_551).feed(ByteBuffer.wrap(most))).isNotNull();
    assertThatThrownBy(() -> new ProxyDecoder(15)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProxyDecoder(65_552)).isInstanceOf(IllegalArgumentException.class);
  }

  // ---- both -------------------------------------------------------------------------------------

  static List<ProxyHeader> headers() {
    SocketAddress ipv4 = address("192.0.2.1", 1_000);
    SocketAddress ipv6 = address("2001:db8::1", 2_000);
    SocketAddress unix = UnixDomainSocketAddress.of("/run/a");
    var name = new Extension(ProxyHeader.AUTHORITY, "example.org".getBytes(US_ASCII));
    var id = new Extension(ProxyHeader.UNIQUE_ID, new byte[128]);
    var sum = new Extension(ProxyHeader.NOOP, new byte[0]);
    return List.of(
        new ProxyHeader(1, ipv4, ipv4, List.of()),
        new ProxyHeader(1, ipv6, ipv6, List.of()),
        new ProxyHeader(1, null, null, List.of()),
        new ProxyHeader(2, ipv4, ipv4, List.of(name)),
        new ProxyHeader(2, ipv6, ipv4, List.of(id, sum, name)),
        new ProxyHeader(2, unix, unix, List.of()),
        new ProxyHeader(2, null, null, List.of(name)));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void whatIsEncodedIsDecodedHoweverItIsSplit(ProxyHeader header) throws Exception {
    byte[] encoded = header.encoded();
    for (int size = 1; size <= encoded.length; size++) {
      var decoder = new ProxyDecoder();
      ByteBuffer all =
          ByteBuffer.allocate(encoded.length + 5)
              .put(encoded)
              .put("after".getBytes(US_ASCII))
              .flip();
      ProxyHeader found = null;
      while (found == null) {
        ByteBuffer some = all.slice(all.position(), Math.min(size, all.remaining()));
        found = decoder.feed(some);
        all.position(all.position() + some.position());
      }
      assertThat(found).isEqualTo(header);
      assertThat(ISO_8859_1.decode(all).toString()).isEqualTo("after");
      assertThatThrownBy(() -> decoder.feed(all)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aSumIsPutAndChecked() throws Exception {
    var header =
        new ProxyHeader(
            2,
            address("192.0.2.1", 1),
            address("192.0.2.2", 2),
            List.of(new Extension(ProxyHeader.CRC32C, new byte[4])));
    byte[] encoded = header.encoded();
    ProxyHeader found = decoded(encoded);
    assertThat(found.extension(ProxyHeader.CRC32C)).isPresent();
    for (int at = 16; at < encoded.length; at++) {
      if (at == TYPE_OF_SUM) {
        continue; // With another type there is no sum.
      }
      byte[] changed = encoded.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> fed(changed)).isInstanceOf(ProxyProtocolException.class);
    }
  }

  @Test
  void whateverArrivesIsAHeaderOrRefused() {
    var random = new Random(1);
    List<byte[]> seeds = headers().stream().map(ProxyHeader::encoded).toList();
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        var _ = fed(bytes);
      } catch (ProxyProtocolException e) {
        assertThat(e).hasMessageStartingWith("PROXY protocol: ");
      }
    }
  }

  @Test
  void afterARefusalNothingMoreIsTaken() {
    var decoder = new ProxyDecoder();
    assertThatThrownBy(() -> decoder.feed(ByteBuffer.wrap(new byte[] {1})))
        .isInstanceOf(ProxyProtocolException.class);
    assertThatThrownBy(() -> decoder.feed(ByteBuffer.wrap(new byte[] {1})))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatMakesNoSenseCannotBeMade() {
    assertThatThrownBy(() -> new ProxyHeader(3, null, null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProxyHeader(2, address("::1", 1), null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Extension(256, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Extension(ProxyHeader.CRC32C, new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
    var noop = new Extension(ProxyHeader.NOOP, new byte[65_532]);
    assertThat(new ProxyHeader(2, null, null, List.of(noop)).encoded()).hasSize(65_551);
    var more = new Extension(ProxyHeader.NOOP, new byte[65_533]);
    assertThatThrownBy(() -> new ProxyHeader(2, null, null, List.of(more)).encoded())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ProxyHeader(1, null, null, List.of(more)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
