package io.jackfield.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
  private final Admission admission =
      new Admission(Limits.builder().connections(5).connectionsPerAddress(2).build());

  private final Map<SocketAddress, Admission.Place> places = new HashMap<>();

  private static SocketAddress of(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }

  private boolean enter(SocketAddress client) {
    Admission.Place place = admission.enter();
    if (place == null) {
      return false;
    }
    if (!place.isFor(client)) {
      place.leave();
      return false;
    }
    places.put(client, place);
    return true;
  }

  private void leave(SocketAddress client) {
    Admission.Place place = requireNonNull(places.get(client));
    place.leave();
    place.leave(); // Once is enough.
  }

  @Test
  void ofOneAddressThereMayBeSoManyAndOfAllTogetherToo() {
    assertThat(enter(of("192.0.2.1", 1))).isTrue();
    assertThat(enter(of("192.0.2.1", 2))).isTrue();
    assertThat(enter(of("192.0.2.1", 3))).isFalse();
    assertThat(enter(of("2001:db8::1", 3))).isTrue();
    assertThat(enter(of("192.0.2.2", 1))).isTrue();
    assertThat(enter(of("192.0.2.3", 1))).isTrue();
    assertThat(enter(of("192.0.2.4", 1))).isFalse();
    leave(of("192.0.2.1", 1));
    assertThat(enter(of("192.0.2.1", 4))).isTrue();
    assertThat(enter(of("192.0.2.1", 5))).isFalse();
  }

  @Test
  void whoIsHereIsLimitedByAllAlone() {
    for (int port = 1; port <= 4; port++) {
      assertThat(enter(of("127.0.0.1", port))).isTrue();
    }
    assertThat(enter(StreamTaking.UNNAMED)).isTrue();
    assertThat(enter(of("::1", 1))).isFalse();
    leave(StreamTaking.UNNAMED);
    assertThat(enter(of("::1", 1))).isTrue();
  }
}
