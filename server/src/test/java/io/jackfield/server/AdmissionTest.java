package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private final Admission admission =
      new Admission(Limits.builder().connections(5).connectionsPerAddress(2).build());

  private static SocketAddress of(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  @Test
  void ofOneAddressThereMayBeSoManyAndOfAllTogetherToo() {
    assertThat(admission.enter(of("192.0.2.1", 1))).isTrue();
    assertThat(admission.enter(of("192.0.2.1", 2))).isTrue();
    assertThat(admission.enter(of("192.0.2.1", 3))).isFalse();
    assertThat(admission.enter(of("2001:db8::1", 3))).isTrue();
    assertThat(admission.enter(of("192.0.2.2", 1))).isTrue();
    assertThat(admission.enter(of("192.0.2.3", 1))).isTrue();
    assertThat(admission.enter(of("192.0.2.4", 1))).isFalse();
    admission.leave(of("192.0.2.1", 1));
    assertThat(admission.enter(of("192.0.2.1", 4))).isTrue();
    assertThat(admission.enter(of("192.0.2.1", 5))).isFalse();
  }

  @Test
  void whoIsHereIsLimitedByAllAlone() {
    for (int port = 1; port <= 4; port++) {
      assertThat(admission.enter(of("127.0.0.1", port))).isTrue();
    }
    assertThat(admission.enter(StreamTaking.UNNAMED)).isTrue();
    assertThat(admission.enter(of("::1", 1))).isFalse();
    admission.leave(StreamTaking.UNNAMED);
    assertThat(admission.enter(of("::1", 1))).isTrue();
  }
}
