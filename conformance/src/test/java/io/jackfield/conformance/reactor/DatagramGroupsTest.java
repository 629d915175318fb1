package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.socket.IpMulticastOptions;
import io.jackfield.socket.option.MulticastInterface;
import io.jackfield.socket.option.MulticastMembership;
import io.jackfield.socket.option.SourceMembership;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for groups of datagrams' receivers, where there are some. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatagramGroupsTest {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final DatagramRecorder server = new DatagramRecorder();
  private final DatagramRecorder client = new DatagramRecorder();

  @ParameterizedTest
  @EnumSource(names = {"IO_URING", "EPOLL", "POLL", "SELECT", "NIO"})
  void aGroupIsJoinedAndLeftAlsoForOneSender(World world) throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int device = NetworkInterface.getByInetAddress(loopback).getIndex();
    InetAddress group = InetAddress.getByName("239.255.71.4");
    var any = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(any, server, DatagramOptions.DEFAULTS);
      scene.client().listenDatagrams(LOOPBACK, client, DatagramOptions.DEFAULTS);
      client
          .transport()
          .setOption(
              IpMulticastOptions.INTERFACE,
              new MulticastInterface((Inet4Address) loopback, device));
      client.transport().setOption(IpMulticastOptions.TIME_TO_LIVE, 0);
      assertThat(client.transport().getOption(IpMulticastOptions.TIME_TO_LIVE)).isZero();
      var everybody =
          new InetSocketAddress(group, ((InetSocketAddress) server.address()).getPort());

      server.transport().join(new MulticastMembership(group, device));
      client.say("to all", everybody);
      scene.until(() -> server.messages.contains("to all"));
      server.transport().leave(new MulticastMembership(group, device));

      server.transport().join(new SourceMembership(group, loopback, device));
      client.say("from one", everybody);
      scene.until(() -> server.messages.contains("from one"));
      server.transport().leave(new SourceMembership(group, loopback, device));
      assertThatThrownBy(() -> server.transport().leave(new MulticastMembership(group, device)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("EADDRNOTAVAIL");

      InetAddress somebodyElse = InetAddress.getByName("127.0.0.2");
      server.transport().join(new SourceMembership(group, somebodyElse, device));
      client.say("not for us", everybody);
      client.say(
          "straight",
          new InetSocketAddress(loopback, ((InetSocketAddress) server.address()).getPort()));
      scene.until(() -> server.messages.contains("straight"));
      assertThat(server.messages).containsExactly("to all", "from one", "straight");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SIMULATED", "CAPRICIOUS"})
  void aNetworkWithoutGroupsSaysSo(World world) throws Exception {
    InetAddress group = InetAddress.getByName("239.255.71.4");
    try (World.Scene scene = world.open()) {
      scene.server().listenDatagrams(scene.anyPort(), server, DatagramOptions.DEFAULTS);
      assertThatThrownBy(() -> server.transport().join(new MulticastMembership(group, 0)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("multicast");
    }
  }
}
