package io.jackfield.service.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.service.ping.IcmpMessage.EchoHeader;
import io.jackfield.service.ping.IcmpMessage.Problem;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What routers say of packets that did not arrive, and the packet they quote. */
final class ProblemTest {
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;
  private static final int UDP = 17;

  private static final EchoHeader QUOTED = new EchoHeader(0xabcd, 0xfffe);

  private static ByteBuffer request(IcmpVersion version) {
    return IcmpBytes.request(version, QUOTED.identifier(), QUOTED.sequence());
  }

  private static Problem problemV4(int type, int code, int rest, ByteBuffer packet) {
    return (Problem) IcmpCodec.decode(IcmpVersion.V4, IcmpBytes.v4(type, code, rest, packet));
  }

  private static Problem problemV6(int type, int code, int rest, ByteBuffer packet) {
    return (Problem) IcmpCodec.decode(IcmpVersion.V6, IcmpBytes.v6(type, code, rest, packet));
  }

  @ParameterizedTest(name = "{0} bytes of options")
  @ValueSource(ints = {0, 4, 40})
  void theRequestQuotedOverIpv4IsFound(int optionBytes) {
    ByteBuffer packet = IcmpBytes.packetV4(optionBytes, ICMP, request(IcmpVersion.V4));
    assertThat(problemV4(11, 0, 0, packet))
        .isEqualTo(new Problem(IcmpVersion.V4, 11, 0, 0, QUOTED));
  }

  @Test
  void theRequestQuotedOverIpv6IsFoundBehindAnyHeaders() {
    for (int[] headers : new int[][] {{}, {0}, {60}, {44}, {0, 43, 60, 44, 60}}) {
      ByteBuffer packet = IcmpBytes.packetV6(request(IcmpVersion.V6), ICMPV6, headers);
      assertThat(problemV6(3, 0, 0, packet))
          .isEqualTo(new Problem(IcmpVersion.V6, 3, 0, 0, QUOTED));
    }
  }

  @Test
  void whereTheQuotedPacketWasSomethingElseThereIsNoRequest() {
    ByteBuffer v4 = IcmpBytes.packetV4(0, UDP, request(IcmpVersion.V4));
    assertThat(problemV4(3, 3, 0, v4).quoted()).isNull();
    ByteBuffer v6 = IcmpBytes.packetV6(request(IcmpVersion.V6), UDP);
    assertThat(problemV6(1, 4, 0, v6).quoted()).isNull();
    ByteBuffer reply = IcmpBytes.v4(0, 0, 0, ByteBuffer.allocate(0));
    assertThat(problemV4(3, 1, 0, IcmpBytes.packetV4(0, ICMP, reply)).quoted()).isNull();
  }

  @Test
  void aQuotedPacketOfTheOtherVersionIsNoneOfOurs() {
    ByteBuffer v6 = IcmpBytes.packetV6(request(IcmpVersion.V6), ICMPV6);
    assertThat(problemV4(3, 1, 0, v6).quoted()).isNull();
    ByteBuffer v4 = IcmpBytes.packetV4(40, ICMP, request(IcmpVersion.V4));
    assertThat(problemV6(1, 3, 0, v4).quoted()).isNull();
  }

  @Test
  void cutAnywhereBeforeItsEndTheQuotedRequestIsNotFound() {
    ByteBuffer v4 = IcmpBytes.packetV4(4, ICMP, request(IcmpVersion.V4));
    for (int length = 0; length < v4.limit(); length++) {
      assertThat(problemV4(11, 0, 0, v4.slice(0, length)).quoted()).as("%s", length).isNull();
    }
    ByteBuffer v6 = IcmpBytes.packetV6(request(IcmpVersion.V6), ICMPV6, 0, 44);
    for (int length = 0; length < v6.limit(); length++) {
      assertThat(problemV6(3, 0, 0, v6.slice(0, length)).quoted()).as("%s", length).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0, 0, Destination Net Unreachable",
    "3, 1, 0, Destination Host Unreachable",
    "3, 2, 0, Destination Protocol Unreachable",
    "3, 3, 0, Destination Port Unreachable",
    "3, 4, 0x10578, Frag needed and DF set (mtu = 1400)",
    "3, 10, 0, Destination Host Prohibited",
    "3, 13, 0, Packet filtered",
    "3, 99, 0, 'Dest Unreachable, Bad Code: 99'",
    "11, 0, 0x00110000, Time to live exceeded",
    "11, 1, 0, Frag reassembly time exceeded",
    "11, 2, 0, 'Time exceeded, Bad Code: 2'",
    "12, 0, 0x14000000, Parameter problem: pointer = 20",
  })
  void problemsOfIpv4AreToldAsPingTellsThem(int type, int code, String rest, String text) {
    Problem problem = problemV4(type, code, Integer.decode(rest), ByteBuffer.allocate(0));
    assertThat(problem.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, Destination unreachable: No route",
    "1, 1, 0, Destination unreachable: Administratively prohibited",
    "1, 3, 0, Destination unreachable: Address unreachable",
    "1, 4, 0, Destination unreachable: Port unreachable",
    "1, 77, 0, Destination unreachable: Unknown code 77",
    "2, 0, 1280, Packet too big: mtu=1280",
    "2, 0, -1, Packet too big: mtu=4294967295",
    "3, 0, 0, Time exceeded: Hop limit",
    "3, 1, 0, Time exceeded: Defragmentation failure",
    "4, 1, 40, Parameter problem: Unknown header at 40",
  })
  void problemsOfIpv6AreToldAsPingTellsThem(int type, int code, int rest, String text) {
    assertThat(problemV6(type, code, rest, ByteBuffer.allocate(0)).text()).isEqualTo(text);
  }
}
