package io.jackfield.socket.netlink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.address.Addresses;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The machine's own interfaces, compared with what the JDK and {@code ip(8)} say of them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LinksAsOthersSeeThemTest {
  @Test
  void theJdkSaysTheSameOfThoseItKnows() throws Exception {
    Map<String, NetworkLink> ours =
        NetworkLinks.list().stream()
            .collect(Collectors.toMap(NetworkLink::name, Function.identity()));
    List<NetworkInterface> theirs = NetworkInterface.networkInterfaces().toList();
    assertThat(theirs).isNotEmpty();
    for (NetworkInterface theirOne : theirs) {
      sameAs(theirOne, requireNonNull(ours.get(theirOne.getName()), theirOne.getName()));
    }
  }

  private static void sameAs(NetworkInterface theirs, NetworkLink ours) throws SocketException {
    assertThat(ours.index()).isEqualTo(theirs.getIndex());
    assertThat(ours.mtuBytes()).isEqualTo(theirs.getMTU());
    assertThat(ours.isLoopback()).isEqualTo(theirs.isLoopback());
    assertThat(ours.supportsMulticast()).isEqualTo(theirs.supportsMulticast());
    assertThat(ours.isUp() && ours.flags().contains(LinkFlag.RUNNING)).isEqualTo(theirs.isUp());
    byte[] hardware = theirs.getHardwareAddress(); // Null for that of loopback, which is all zero.
    if (hardware != null) {
      assertThat(ours.hardwareAddress()).isEqualTo(HardwareAddress.of(hardware));
    }
    assertThat(ours.addresses().stream().map(one -> one.address() + "/" + one.prefixLength()))
        .map(LinksAsOthersSeeThemTest::withoutScope)
        .containsExactlyInAnyOrderElementsOf(
            theirs.getInterfaceAddresses().stream()
                .map(one -> one.getAddress() + "/" + one.getNetworkPrefixLength())
                .map(LinksAsOthersSeeThemTest::withoutScope)
                .toList());
  }

  private static String withoutScope(String address) {
    return address.replaceFirst("%[^/]*", "");
  }

  @Test
  void ipSaysTheSameOfAll() throws Exception {
    assertThat(LinkLines.of(NetworkLinks.list())).isEqualTo(LinkLines.asIpSeesThem());
  }

  @Test
  void loopbackIsThere() throws Exception {
    NetworkLink loopback =
        NetworkLinks.list().stream().filter(NetworkLink::isLoopback).findFirst().orElseThrow();
    assertThat(loopback.name()).isEqualTo("lo");
    assertThat(loopback.hardwareAddress()).hasToString("00:00:00:00:00:00");
    assertThat(loopback.addresses())
        .anySatisfy(one -> {
          assertThat(Addresses.hostText(one.address())).isEqualTo("127.0.0.1");
          assertThat(one.prefixLength()).isEqualTo(8);
          assertThat(one.scope()).isEqualTo(AddressScope.HOST);
        });
  }
}
