package io.jackfield.socket.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AddressesTest {
  /** The examples of RFC 5952, sections 2 and 4. */
  @ParameterizedTest
  @CsvSource({
    "::1, ::1",
    "::, ::",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AAAA, 2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa",
    "1:0:0:0:0:0:0:0, 1::",
    "0:0:0:0:0:0:0:8, ::8",
    "127.0.0.1, 127.0.0.1"
  })
  void aHostIsWrittenInItsShortestForm(String typed, String shortest) {
    assertThat(Addresses.hostText(InetAddress.ofLiteral(typed))).isEqualTo(shortest);
  }

  @Test
  void aScopeIsKept() throws UnknownHostException {
    byte[] linkLocal = InetAddress.ofLiteral("fe80::1").getAddress();
    assertThat(Addresses.hostText(Inet6Address.getByAddress(null, linkLocal, 3)))
        .isEqualTo("fe80::1%3");
  }

  @Test
  void anAddressIsWrittenAsItIsTyped() {
    assertThat(Addresses.text(new InetSocketAddress(InetAddress.ofLiteral("::1"), 80)))
        .isEqualTo("[::1]:80");
    assertThat(Addresses.text(InetSocketAddress.createUnresolved("host", 80))).isEqualTo("host:80");
    assertThat(Addresses.text(UnixDomainSocketAddress.of("/run/x"))).isEqualTo("/run/x");
    assertThat(Addresses.text(UnixDomainSocketAddress.of(""))).isEqualTo("(unnamed)");
  }
}
