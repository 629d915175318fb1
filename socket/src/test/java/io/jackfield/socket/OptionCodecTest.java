package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.option.FlowLabel;
import io.jackfield.socket.option.PortRange;
import io.jackfield.socket.option.SignatureKey;
import io.jackfield.socket.option.SocketFilter;
import io.jackfield.socket.option.SocketFilter.Instruction;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What has no form in the kernel is refused; times are rounded up; limits are where they are. */
final class OptionCodecTest {
  private static int number(OptionCodec<Duration> codec, Duration time) {
    return BasicCodecs.INT.decode(codec.encode(time));
  }

  @Test
  void timesAreRoundedUp() {
    assertThat(number(TimeCodecs.SECONDS, Duration.ZERO)).isZero();
    assertThat(number(TimeCodecs.SECONDS, Duration.ofNanos(1))).isEqualTo(1);
    assertThat(number(TimeCodecs.SECONDS, Duration.ofSeconds(1))).isEqualTo(1);
    assertThat(number(TimeCodecs.MILLIS, Duration.ofNanos(1_000_001))).isEqualTo(2);
    assertThat(number(TimeCodecs.MICROS, Duration.ofNanos(1_001))).isEqualTo(2);
    Duration almost = Duration.ofSeconds(1, 999_999_001);
    assertThat(TimeCodecs.TIMEVAL.decode(TimeCodecs.TIMEVAL.encode(almost)))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void timesThatAnIntCannotHoldAreRefused() {
    Duration longest = Duration.ofMillis(Integer.MAX_VALUE);
    assertThat(number(TimeCodecs.MILLIS, longest)).isEqualTo(Integer.MAX_VALUE);
    assertThatThrownBy(() -> TimeCodecs.MILLIS.encode(longest.plusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too long");
    assertThatThrownBy(() -> TimeCodecs.SECONDS.encode(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("negative");
    assertThat(number(TimeCodecs.SECONDS_OR_NONE, Duration.ofNanos(-1))).isEqualTo(-1);
  }

  @Test
  void aNameHasFifteenBytes() {
    String longest = "x".repeat(15);
    assertThat(BasicCodecs.NAME.decode(BasicCodecs.NAME.encode(longest))).isEqualTo(longest);
    assertThatThrownBy(() -> BasicCodecs.NAME.encode(longest + "x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("15");
  }

  @Test
  void aFilterHas4096Instructions() {
    Instruction one = Instruction.keep(0);
    var longest = new SocketFilter(Collections.nCopies(SocketFilter.MAX_INSTRUCTIONS, one));
    assertThat(PacketCodecs.FILTER.encode(longest)).hasSize(16 + 8 * 4_096);
    assertThatThrownBy(
            () -> new SocketFilter(Collections.nCopies(SocketFilter.MAX_INSTRUCTIONS + 1, one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4097");
    assertThatThrownBy(SocketFilter::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyHas80BytesAndIsNotTold() {
    InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral("::1"), 0);
    SignatureKey longest = SignatureKey.of(peer, new byte[SignatureKey.MAX_BYTES]);
    assertThat(longest)
        .isEqualTo(SignatureKey.of(peer, new byte[80]))
        .hasToString("SignatureKey[" + peer + ", 80 bytes]");
    assertThat(longest.onInterface(3)).isNotEqualTo(longest);
    assertThatThrownBy(() -> SignatureKey.of(peer, new byte[81]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("81");
    SignatureKey nobody =
        SignatureKey.of(InetSocketAddress.createUnresolved("nobody.invalid", 0), new byte[1]);
    assertThatThrownBy(() -> TcpCodecs.SIGNATURE_KEY.encode(nobody))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody.invalid");
  }

  @Test
  void portsAndFlowLabelsHaveTheirLimits() {
    assertThat(new PortRange(0, 65_535).highest()).isEqualTo(65_535);
    assertThatThrownBy(() -> new PortRange(0, 65_536)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PortRange(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Ipv6Codecs.FLOW_LABEL.encode(label(Duration.ofSeconds(65_535, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65535");
    FlowLabel longest = label(Duration.ofSeconds(65_535));
    assertThat(Ipv6Codecs.FLOW_LABEL.decode(Ipv6Codecs.FLOW_LABEL.encode(longest)))
        .isEqualTo(longest);
  }

  private static FlowLabel label(Duration expires) {
    return new FlowLabel(
        (Inet6Address) InetAddress.ofLiteral("::1"),
        1,
        FlowLabel.Action.GET,
        FlowLabel.Share.USER,
        Set.of(),
        expires,
        Duration.ZERO);
  }
}
