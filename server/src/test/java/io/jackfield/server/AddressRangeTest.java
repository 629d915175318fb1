package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "0.0.0.0/0, 203.0.113.7, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::, true",
    "2001:db8::/33, 2001:db8:8000::, false",
    "::1, ::1, true",
    "::1/128, ::2, false"
  })
  void whatBeginsWithTheSameBitsIsInIt(String range, String address, boolean isIn) {
    var socketAddress = new InetSocketAddress(InetAddress.ofLiteral(address), 1);
    assertThat(AddressRange.of(range).test(socketAddress)).isEqualTo(isIn);
    assertThat(AddressRange.anyOf("198.51.100.1", range).test(socketAddress)).isEqualTo(isIn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "::/129",
        "10.0.0.0/-1",
        "host",
        "1.2.3.4/x"
      })
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> AddressRange.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "::/0"})
  void whatIsNoAddressOfIpIsNotInIt(String all) {
    assertThat(AddressRange.of(all).test(StreamTaking.UNNAMED)).isFalse();
    assertThat(AddressRange.of(all).test(InetSocketAddress.createUnresolved("host", 1))).isFalse();
  }
}
