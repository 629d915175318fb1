package io.jackfield.socket.netlink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RouteMessagesTest {
  private static final byte[] V4 = InetAddress.ofLiteral("192.0.2.1").getAddress();
  private static final byte[] V4_PEER = InetAddress.ofLiteral("192.0.2.9").getAddress();
  private static final byte[] LINK_LOCAL = InetAddress.ofLiteral("fe80::1").getAddress();

  @Test
  void theRequestsAskForADump() {
    for (NetlinkMessage request :
        List.of(RouteMessages.linkDump(1), RouteMessages.addressDump(1))) {
      assertThat(request.flags()).isEqualTo(0x301);
      assertThat(request.portId()).isZero();
    }
    assertThat(RouteMessages.linkDump(1).encode().remaining()).isEqualTo(16 + 16 + 8);
    assertThat(RouteMessages.addressDump(1).encode().remaining()).isEqualTo(16 + 8);
  }

  @Test
  void aLinkIsRead() throws ProtocolException {
    assertThat(RouteMessages.link(RouteBytes.link(1, 4, "eth0")))
        .isEqualTo(
            new NetworkLink(
                4,
                "eth0",
                Set.of(LinkFlag.UP, LinkFlag.MULTICAST),
                1_400,
                HardwareAddress.of(new byte[] {2, -4, 0, 0, 0, 1}),
                List.of()));
  }

  @Test
  void aLinkWithoutANameIsRefused() {
    assertThatThrownBy(() -> RouteMessages.link(RouteBytes.link(1, 4, null)))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("link 4 without a name");
  }

  @Test
  void anAddressIsRead() throws ProtocolException {
    assertThat(RouteMessages.address(RouteBytes.address(1, 2, 4, V4, V4)))
        .isEqualTo(new LinkAddress(4, InetAddress.ofLiteral("192.0.2.1"), 24, AddressScope.LINK));
  }

  @Test
  void whereTheOtherEndHasAnAddressTooTheOwnOneIsTaken() throws ProtocolException {
    LinkAddress read =
        requireNonNull(RouteMessages.address(RouteBytes.address(1, 2, 4, V4, V4_PEER)));
    assertThat(read.address().getAddress()).isEqualTo(V4);
  }

  @Test
  void aLinkLocalAddressHasItsInterfaceAsScope() throws ProtocolException {
    LinkAddress read =
        requireNonNull(RouteMessages.address(RouteBytes.address(1, 10, 4, null, LINK_LOCAL)));
    assertThat(read.address()).isInstanceOf(Inet6Address.class);
    assertThat(((Inet6Address) read.address()).getScopeId()).isEqualTo(4);
  }

  @Test
  void anAddressOfAnotherFamilyIsPassedOver() throws ProtocolException {
    assertThat(RouteMessages.address(RouteBytes.address(1, 7, 4, V4, V4))).isNull();
  }

  @Test
  void anAddressOfTheWrongLengthOrNoneIsRefused() {
    for (NetlinkMessage wrong :
        List.of(
            RouteBytes.address(1, 2, 4, LINK_LOCAL, null),
            RouteBytes.address(1, 10, 4, null, V4),
            RouteBytes.address(1, 2, 4, null, null))) {
      assertThatThrownBy(() -> RouteMessages.address(wrong)).isInstanceOf(ProtocolException.class);
    }
  }

  @Test
  void scopesHaveTheKernelsNumbers() {
    assertThat(AddressScope.of(0)).isEqualTo(AddressScope.GLOBAL);
    assertThat(AddressScope.of(200)).isEqualTo(AddressScope.SITE);
    assertThat(AddressScope.of(254)).isEqualTo(AddressScope.HOST);
    assertThat(AddressScope.of(255)).isEqualTo(AddressScope.NOWHERE);
    assertThat(AddressScope.of(7)).isEqualTo(AddressScope.OTHER);
  }

  @Test
  void aPayloadCutAnywhereIsRefusedOrReadWithoutWhatIsMissing() {
    cutEverywhere(RouteBytes.link(1, 4, "eth0").payload(), true);
    cutEverywhere(RouteBytes.address(1, 2, 4, V4, V4).payload(), false);
  }

  private static void cutEverywhere(ByteBuffer payload, boolean link) {
    for (int length = 0; length < payload.limit(); length++) {
      ByteBuffer cut = payload.slice(0, length).order(payload.order());
      read(RouteBytes.message(16, 0, 1, cut), link);
    }
  }

  @Test
  void noBytesLeadToAnythingButAnAnswerOrAProtocolException() {
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[0] = (byte) (random.nextBoolean() ? 2 : 10);
      }
      ByteBuffer payload = NetlinkMessage.room(bytes.length).put(bytes).flip();
      read(RouteBytes.message(16, 0, 1, payload), i % 2 == 0);
    }
  }

  private static void read(NetlinkMessage message, boolean link) {
    try {
      if (link) {
        RouteMessages.link(message);
      } else {
        RouteMessages.address(message);
      }
    } catch (ProtocolException e) {
      assertThat(e).hasMessageStartingWith("netlink: ");
    }
  }
}
